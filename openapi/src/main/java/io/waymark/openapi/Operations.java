package io.waymark.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Adds to operations what follows from their shape, so that no route has to repeat it: which
/// credentials it takes, the problems it may answer with, and the headers of every answer. What a
/// route says itself stands; its extension `x-never`, status codes with commas, keeps out what
/// follows from its shape and yet cannot happen; `x-idempotent` adds the header `Idempotency-Key`
/// and what it may be answered with; `x-optional-credential` that not every installation asks for
/// the credential.
final class Operations {
  private static final String NEVER = "x-never";
  private static final String OPTIONAL = "x-optional-credential";
  private static final String IDEMPOTENT = "x-idempotent";
  private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

  /// A scope in the documents that no API key has.
  private static final String PLATFORM = "platform";

  /// In the documents like a scope: members hold it, and no API key does.
  private static final String MEMBER = "member";

  /// In the documents like a scope: who may keep API keys.
  private static final String KEYS = "keys";

  /// What the generator writes where a route gives no text: `list_3 200 response`.
  private static final Pattern NO_TEXT =
      Pattern.compile("^\\w+ (\\d{3}) response$", Pattern.CASE_INSENSITIVE);

  private static final Map<String, String> SHARED_PROBLEMS =
      Map.ofEntries(
          Map.entry("400", "BadRequest"),
          Map.entry("401", "Unauthorized"),
          Map.entry("403", "Forbidden"),
          Map.entry("404", "NotFound"),
          Map.entry("409", "Repeated"),
          Map.entry("413", "TooLarge"),
          Map.entry("415", "OtherType"),
          Map.entry("422", "OtherBody"),
          Map.entry("429", "TooManyRequests"),
          Map.entry("503", "Unavailable"),
          Map.entry("default", "Unexpected"));

  private static final Map<String, String> TEXTS =
      Map.of(
          "200",
          "Done",
          "201",
          "Made",
          "202",
          "Accepted; it goes on from here",
          "204",
          "Done; there is nothing to say");

  private final JsonNode parameters;
  private final Map<String, JsonNode> schemas;

  /// @param parameters descriptions by name, for parameters that have none
  Operations(JsonNode parameters, Map<String, JsonNode> schemas) {
    this.parameters = parameters;
    this.schemas = schemas;
  }

  void complete(String path, ObjectNode operation) {
    Set<String> scopes = new LinkedHashSet<>();
    operation
        .path("security")
        .forEach(one -> one.path("credential").forEach(scope -> scopes.add(scope.asText())));
    boolean secured = !operation.path("security").isEmpty();
    Set<String> codes = problems(path, operation, secured, !scopes.isEmpty());
    secure(operation, secured, scopes);
    name(operation);
    if (operation.remove(IDEMPOTENT) != null) {
      ObjectNode header = operation.withArrayProperty("parameters").addObject();
      header.put("name", IDEMPOTENCY_KEY).put("in", "header").put("required", false);
      header.putObject("schema").put("type", "string").put("minLength", 1).put("maxLength", 255);
    }
    describeParameters(operation);
    answers(operation, codes, secured);
  }

  private Set<String> problems(String path, ObjectNode operation, boolean secured, boolean scoped) {
    Set<String> codes = new LinkedHashSet<>(List.of("429", "503", "default"));
    boolean body = operation.has("requestBody");
    if (body || mayBeUnreadable(operation.path("parameters"))) {
      codes.add("400");
    }
    if (secured) {
      codes.add("401");
    }
    if (scoped || (secured && body && namesTenant(operation.path("requestBody")))) {
      codes.add("403");
    }
    if (path.contains("{")) {
      codes.add("404");
    }
    if (body) {
      codes.add("413");
      codes.add("415");
    }
    if (operation.has(IDEMPOTENT)) {
      codes.add("409");
      codes.add("422");
    }
    return codes;
  }

  private static boolean mayBeUnreadable(JsonNode parameters) {
    for (JsonNode parameter : parameters) {
      if (!parameter.path("in").asText().equals("path") || parameter.path("schema").has("format")) {
        return true;
      }
    }
    return false;
  }

  private boolean namesTenant(JsonNode body) {
    return body.findValuesAsText("$ref").stream()
        .map(this::schema)
        .anyMatch(schema -> schema.path("properties").has("tenant_id"));
  }

  private JsonNode schema(String reference) {
    String name = reference.substring(reference.lastIndexOf('/') + 1);
    JsonNode schema = schemas.get(name);
    if (schema == null) {
      throw new IllegalStateException("there is no schema " + name);
    }
    return schema;
  }

  /// Empty security says that none is needed; the absence of any would say the same less clearly.
  private static void secure(ObjectNode operation, boolean secured, Set<String> scopes) {
    ArrayNode security = operation.putArray("security");
    if (!secured) {
      return;
    }
    if (operation.remove(OPTIONAL) != null) {
      security.addObject();
    }
    security.addObject().putArray("bearer");
    if (!scopes.contains(PLATFORM) && !scopes.contains(MEMBER)) {
      security.addObject().putArray("api_key");
    }
    if (scopes.isEmpty()) {
      return;
    }
    String needs =
        scopes.stream().map(Operations::needed).collect(Collectors.joining(" or ", "Needs ", "."));
    String description = operation.path("description").asText();
    operation.put("description", description.isEmpty() ? needs : description + "\n\n" + needs);
  }

  private static String needed(String scope) {
    return switch (scope) {
      case PLATFORM -> "a member with the role `platform_admin`";
      case MEMBER -> "a member, not an API key";
      case KEYS -> "an admin, an editor or a key with the scope `admin`";
      default -> "the scope `" + scope + "`";
    };
  }

  /// `apiKeys_list`, of the method `list` and the tag `API keys`.
  private static void name(ObjectNode operation) {
    String[] words = operation.path("tags").path(0).asText().split(" ");
    StringBuilder id = new StringBuilder();
    for (String word : words) {
      String lower = word.toLowerCase(Locale.ROOT);
      id.append(
          id.isEmpty()
              ? lower
              : lower.substring(0, 1).toUpperCase(Locale.ROOT) + lower.substring(1));
    }
    String method = operation.path("operationId").asText().replaceFirst("_\\d+$", "");
    operation.put("operationId", id + "_" + method);
  }

  private void describeParameters(ObjectNode operation) {
    for (JsonNode parameter : operation.path("parameters")) {
      JsonNode description = parameters.path(parameter.path("name").asText());
      if (!parameter.has("description") && description.isTextual()) {
        ((ObjectNode) parameter).set("description", description);
      }
    }
  }

  private void answers(ObjectNode operation, Set<String> codes, boolean limited) {
    ObjectNode given = operation.withObjectProperty("responses");
    Map<String, JsonNode> responses = new TreeMap<>();
    given
        .properties()
        .forEach(it -> responses.put(it.getKey(), answer(it.getKey(), it.getValue(), limited)));
    for (String code : codes) {
      String name = SHARED_PROBLEMS.get(code);
      responses.putIfAbsent(code, given.objectNode().put("$ref", "#/components/responses/" + name));
    }
    for (String never : operation.path(NEVER).asText().split(",")) {
      responses.remove(never.strip());
    }
    operation.remove(NEVER);
    given.removeAll();
    responses.forEach(given::set);
  }

  private JsonNode answer(String code, JsonNode given, boolean limited) {
    ObjectNode response = (ObjectNode) given;
    if (NO_TEXT.matcher(response.path("description").asText()).matches()) {
      response.put("description", text(code, response));
    }
    boolean problem = code.charAt(0) >= '4' && !response.has("content");
    if (problem) {
      response
          .withObjectProperty("content")
          .putObject("application/problem+json")
          .putObject("schema")
          .put("$ref", "#/components/schemas/Problem");
    }
    ObjectNode headers = response.withObjectProperty("headers");
    headers.putObject("X-Request-Id").put("$ref", "#/components/headers/RequestId");
    if (limited && code.charAt(0) == '2') {
      for (String each : List.of("Limit", "Remaining", "Reset")) {
        headers.putObject("RateLimit-" + each).put("$ref", "#/components/headers/RateLimit" + each);
      }
    }
    if (problem && code.equals("503")) {
      headers.putObject("Retry-After").put("$ref", "#/components/headers/RetryAfter");
    }
    return response;
  }

  private String text(String code, ObjectNode response) {
    String reference =
        response.path("content").findValuesAsText("$ref").stream().findFirst().orElse("");
    String described = reference.isEmpty() ? "" : schema(reference).path("description").asText();
    return described.isEmpty() ? TEXTS.getOrDefault(code, "Status " + code) : described;
  }
}
