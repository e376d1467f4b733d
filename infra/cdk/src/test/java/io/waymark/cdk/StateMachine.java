package io.waymark.cdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Runs a state machine of a template as Step Functions would, as far as the daily pipeline uses
/// its language; the functions it calls are the test's.
final class StateMachine {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern STEP = Pattern.compile("\\.?([A-Za-z_]+)|\\[(\\d+)]");
  private static final Pattern FUNCTION = Pattern.compile("States\\.(\\w+)\\((.*)\\)");

  private final JsonNode definition;
  private final Functions functions;
  private int largestState;

  /// The functions that a machine calls, tasks of ECS and job runs of EMR Serverless.
  interface Functions {
    /// What a function answers.
    ///
    /// @param function the logical id of what is called, the family of a task's definition
    /// @param payload of a task what it overrides, of a job run its driver
    /// @throws MachineException as a function fails
    JsonNode call(String function, JsonNode payload);
  }

  /// An execution or a call that failed.
  static final class MachineException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    private final boolean catchable;

    /// As a function fails.
    MachineException(String error) {
      this(error, true);
    }

    private MachineException(String error, boolean catchable) {
      super(error);
      this.catchable = catchable;
    }

    private static MachineException ofRuntime(String what) {
      return new MachineException("States.Runtime: " + what, false);
    }
  }

  StateMachine(JsonNode definition, Functions functions) {
    this.definition = definition;
    this.functions = functions;
  }

  /// The definition in a template; what is known at deployment only stands there by its logical id.
  static JsonNode definition(JsonNode resource) {
    StringBuilder text = new StringBuilder();
    for (JsonNode part : resource.at("/Properties/DefinitionString/Fn::Join/1")) {
      text.append(
          part.isTextual()
              ? part.asText()
              : part.at("/Fn::GetAtt/0").asText(part.path("Ref").asText()));
    }
    return parse(text.toString());
  }

  static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The output of the execution.
  JsonNode run(String startedAt, JsonNode input) {
    ObjectNode context = JsonNodeFactory.instance.objectNode();
    context.putObject("Execution").put("StartTime", startedAt);
    return run(definition, input, context);
  }

  /// Of any state's input, in characters.
  int largestState() {
    return largestState;
  }

  private JsonNode run(JsonNode machine, JsonNode input, JsonNode context) {
    String name = machine.path("StartAt").asText();
    JsonNode at = input;
    while (true) {
      largestState = Math.max(largestState, at.toString().length());
      JsonNode state = machine.path("States").path(name);
      String next = state.path("Next").asText();
      switch (state.path("Type").asText()) {
        case "Pass" -> at = put(state, at, passed(state, at, context));
        case "Task" -> {
          try {
            at = put(state, at, task(state, at, context));
          } catch (MachineException failure) {
            JsonNode handler = state.at("/Catch/0");
            if (!failure.catchable
                || !handler.path("ErrorEquals").toString().equals("[\"States.ALL\"]")) {
              throw failure;
            }
            at = put(handler, at, TextNode.valueOf(String.valueOf(failure.getMessage())));
            next = handler.path("Next").asText();
          }
        }
        case "Choice" -> next = choose(state, at);
        case "Map" -> at = put(state, at, map(state, at, context));
        case "Succeed" -> {
          return at;
        }
        case "Fail" -> throw new MachineException(state.path("Error").asText());
        default -> throw new IllegalStateException(name + ": " + state);
      }
      if (state.path("End").asBoolean()) {
        return at;
      }
      name = next;
    }
  }

  private static JsonNode passed(JsonNode state, JsonNode at, JsonNode context) {
    return state.has("Result") ? state.path("Result") : fill(state.path("Parameters"), at, context);
  }

  private JsonNode task(JsonNode state, JsonNode at, JsonNode context) {
    JsonNode parameters = fill(state.path("Parameters"), at, context);
    JsonNode answer =
        functions.call(
            first(parameters, "FunctionName", "TaskDefinition", "ApplicationId").asText(),
            first(parameters, "Payload", "Overrides", "JobDriver"));
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.set("Payload", answer);
    return fill(state.path("ResultSelector"), result, context);
  }

  private static JsonNode first(JsonNode object, String... names) {
    return Stream.of(names)
        .map(object::path)
        .filter(each -> !each.isMissingNode())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(object.toString()));
  }

  /// A child that fails leaves no result; so many may fail as there are.
  private ArrayNode map(JsonNode state, JsonNode at, JsonNode context) {
    ArrayNode results = JsonNodeFactory.instance.arrayNode();
    int failures = 0;
    for (JsonNode item : find(state.path("ItemsPath").asText(), at, context)) {
      ObjectNode inside = context.deepCopy();
      inside.putObject("Map").putObject("Item").set("Value", item);
      try {
        results.add(
            run(
                state.path("ItemProcessor"),
                fill(state.path("ItemSelector"), at, inside),
                context));
      } catch (MachineException failed) {
        failures++;
        if (failures > state.path("ToleratedFailureCount").asInt()) {
          throw failed;
        }
      }
    }
    return results;
  }

  private static JsonNode put(JsonNode state, JsonNode at, JsonNode result) {
    JsonNode path = state.path("ResultPath");
    if (path.isMissingNode()) {
      return result;
    }
    if (path.isNull()) {
      return at;
    }
    ObjectNode changed = at.deepCopy();
    changed.set(path.asText().substring("$.".length()), result);
    return changed;
  }

  private static String choose(JsonNode state, JsonNode at) {
    for (JsonNode rule : state.path("Choices")) {
      if (holds(rule, at)) {
        return rule.path("Next").asText();
      }
    }
    return state.path("Default").asText();
  }

  private static boolean holds(JsonNode rule, JsonNode at) {
    if (rule.has("And")) {
      return rule.path("And").valueStream().allMatch(each -> holds(each, at));
    }
    if (rule.has("Or")) {
      return rule.path("Or").valueStream().anyMatch(each -> holds(each, at));
    }
    if (rule.has("Not")) {
      return !holds(rule.path("Not"), at);
    }
    JsonNode value = look(rule.path("Variable").asText(), at);
    if (rule.has("IsPresent")) {
      return rule.path("IsPresent").asBoolean() != value.isMissingNode();
    }
    if (value.isMissingNode()) {
      throw MachineException.ofRuntime("nothing at " + rule);
    }
    Map.Entry<String, JsonNode> test =
        rule.propertyStream()
            .filter(each -> !each.getKey().equals("Variable") && !each.getKey().equals("Next"))
            .findFirst()
            .orElseThrow();
    JsonNode wanted = test.getValue();
    return switch (test.getKey()) {
      case "IsString" -> wanted.asBoolean() == value.isTextual();
      case "StringEquals" -> value.isTextual() && value.asText().equals(wanted.asText());
      case "StringMatches" ->
          value.isTextual()
              && Pattern.matches(
                  Pattern.quote(wanted.asText()).replace("*", "\\E.*\\Q"), value.asText());
      case "BooleanEquals" -> value.isBoolean() && value.equals(wanted);
      case "NumericGreaterThanEquals" -> value.isNumber() && value.asInt() >= wanted.asInt();
      case "StringEqualsPath" -> value.isTextual() && value.equals(find(wanted.asText(), at, at));
      case "NumericLessThanPath" ->
          value.isNumber() && value.asInt() < find(wanted.asText(), at, at).asInt();
      case "NumericEqualsPath" -> value.isNumber() && value.equals(look(wanted.asText(), at));
      default -> throw new IllegalStateException(rule.toString());
    };
  }

  private static JsonNode fill(JsonNode template, JsonNode at, JsonNode context) {
    if (template.isArray()) {
      ArrayNode filled = JsonNodeFactory.instance.arrayNode();
      template.forEach(each -> filled.add(fill(each, at, context)));
      return filled;
    }
    if (!template.isObject()) {
      return template;
    }
    ObjectNode filled = JsonNodeFactory.instance.objectNode();
    template
        .propertyStream()
        .forEach(
            each -> {
              String key = each.getKey();
              if (key.endsWith(".$")) {
                filled.set(
                    key.substring(0, key.length() - 2),
                    evaluate(each.getValue().asText(), at, context));
              } else {
                filled.set(key, fill(each.getValue(), at, context));
              }
            });
    return filled;
  }

  private static JsonNode evaluate(String expression, JsonNode at, JsonNode context) {
    Matcher function = FUNCTION.matcher(expression);
    if (!function.matches()) {
      return literal(expression, at, context);
    }
    List<JsonNode> arguments =
        split(function.group(2)).stream().map(each -> evaluate(each, at, context)).toList();
    return switch (function.group(1)) {
      case "Array" -> {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        arguments.forEach(array::add);
        yield array;
      }
      case "ArrayGetItem" -> arguments.getFirst().path(arguments.getLast().asInt());
      case "ArrayLength" -> IntNode.valueOf(arguments.getFirst().size());
      case "JsonToString" -> TextNode.valueOf(arguments.getFirst().toString());
      case "StringSplit" -> {
        ArrayNode parts = JsonNodeFactory.instance.arrayNode();
        for (String part :
            arguments.getFirst().asText().split(Pattern.quote(arguments.getLast().asText()), -1)) {
          parts.add(part);
        }
        yield parts;
      }
      default -> throw new IllegalStateException(expression);
    };
  }

  private static JsonNode literal(String text, JsonNode at, JsonNode context) {
    if (text.startsWith("$")) {
      return find(text, at, context);
    }
    return text.startsWith("'")
        ? TextNode.valueOf(text.substring(1, text.length() - 1))
        : IntNode.valueOf(Integer.parseInt(text));
  }

  /// At the commas outside of every bracket.
  private static List<String> split(String arguments) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int from = 0;
    for (int place = 0; place < arguments.length(); place++) {
      char sign = arguments.charAt(place);
      depth += sign == '(' ? 1 : sign == ')' ? -1 : 0;
      if (sign == ',' && depth == 0) {
        parts.add(arguments.substring(from, place).strip());
        from = place + 1;
      }
    }
    parts.add(arguments.substring(from).strip());
    return parts;
  }

  private static JsonNode find(String path, JsonNode at, JsonNode context) {
    JsonNode found = path.startsWith("$$") ? look(path.substring(1), context) : look(path, at);
    if (found.isMissingNode()) {
      throw MachineException.ofRuntime("nothing at " + path);
    }
    return found;
  }

  private static JsonNode look(String path, JsonNode at) {
    JsonNode found = at;
    Matcher step = STEP.matcher(path.substring(1));
    while (step.find()) {
      found =
          step.group(1) == null
              ? found.path(Integer.parseInt(step.group(2)))
              : found.path(step.group(1));
      if (found.isMissingNode()) {
        return MissingNode.getInstance();
      }
    }
    return found;
  }
}
