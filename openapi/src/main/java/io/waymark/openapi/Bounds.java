package io.waymark.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Says of what requests hold which values are taken: the bounds of `bounds.json`, by the field's
/// name alone, or by its schema's and its own (`TrainRequest.name`), or by a schema's name. A text
/// there names one of its `kinds`. A parameter whose bounds say `required` is so, also where its
/// controller takes it as nullable, to say itself what is wrong without it. Objects that say
/// nothing of further fields have none, since the functions refuse what they do not know.
final class Bounds {
  private final JsonNode kinds;
  private final JsonNode fields;
  private final JsonNode parameters;
  private final Map<String, JsonNode> schemas;
  private final Set<String> done = new HashSet<>();

  Bounds(JsonNode bounds, Map<String, JsonNode> schemas) {
    this.kinds = bounds.path("kinds");
    this.fields = bounds.path("fields");
    this.parameters = bounds.path("parameters");
    this.schemas = schemas;
  }

  void complete(String path, ObjectNode operation) {
    for (JsonNode parameter : operation.path("parameters")) {
      ((ObjectNode) parameter).put("required", parameter.path("required").asBoolean());
      String name = parameter.path("name").asText();
      if (parameter.path("schema") instanceof ObjectNode schema) {
        schema.remove("nullable"); // nobody can send a null there
        if (schema.path("type").asText().equals("array")) {
          ((ObjectNode) parameter).put("explode", false); // one value, with commas
        }
        apply(schema, first(parameters, path + " " + name, name));
        if (schema.remove("required") != null) {
          ((ObjectNode) parameter).put("required", true);
        }
      }
    }
    if (operation.path("requestBody") instanceof ObjectNode body) {
      body.put("required", true);
      body.findValuesAsText("$ref").forEach(this::complete);
    }
  }

  private void complete(String reference) {
    String name = reference.substring(reference.lastIndexOf('/') + 1);
    if (!done.add(name) || !(schemas.get(name) instanceof ObjectNode schema)) {
      return;
    }
    apply(schema, fields.path(name));
    if (schema.has("properties") && !schema.has("additionalProperties")) {
      schema.put("additionalProperties", false);
    }
    for (Map.Entry<String, JsonNode> field : schema.path("properties").properties()) {
      apply(
          (ObjectNode) field.getValue(),
          first(fields, name + "." + field.getKey(), field.getKey()));
    }
    schema.findValuesAsText("$ref").forEach(this::complete);
  }

  private static JsonNode first(JsonNode of, String exact, String usual) {
    return of.has(exact) ? of.path(exact) : of.path(usual);
  }

  /// Lays what `bound` says over `schema`, of lists over their items too.
  private void apply(ObjectNode schema, JsonNode bound) {
    JsonNode said = bound.isTextual() ? kinds.path(bound.asText()) : bound;
    if (bound.isTextual() && said.isMissingNode()) {
      throw new IllegalStateException("there is no kind " + bound.asText());
    }
    for (Map.Entry<String, JsonNode> each : said.properties()) {
      if (schema.path(each.getKey()) instanceof ObjectNode inner) {
        apply(inner, each.getValue());
      } else if (each.getValue().isNull()) {
        schema.remove(each.getKey());
      } else {
        schema.set(each.getKey(), each.getValue().deepCopy());
      }
    }
    if (schema.path("enum") instanceof ArrayNode values && schema.path("nullable").asBoolean()) {
      values.addNull();
    }
  }
}
