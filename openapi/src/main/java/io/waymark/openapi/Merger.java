package io.waymark.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Puts documents together. Nothing gives way silently: a route that two functions describe, or a
/// name that means two things, is an [IllegalStateException] that says which, and whose.
final class Merger {
  private final ObjectNode shared;
  private final JsonNode bounds;

  /// Who described what, by a text like `schema Page`.
  private final Map<String, String> owners = new HashMap<>();

  private final Map<String, String> spellings = new HashMap<>();
  private final Map<String, String> operationIds = new HashMap<>();
  private final Map<String, ObjectNode> paths = new TreeMap<>();
  private final Map<String, JsonNode> schemas = new TreeMap<>();
  private final Map<String, JsonNode> tags = new LinkedHashMap<>();

  /// @param shared what no function describes because it is the same for all
  /// @param bounds of the values in requests, as [Bounds] reads them
  Merger(ObjectNode shared, JsonNode bounds) {
    this.shared = shared.deepCopy();
    this.bounds = bounds;
  }

  ObjectNode merge(List<FunctionDocument> documents) {
    shared.path("tags").forEach(tag -> tags.put(tag.path("name").asText(), tag));
    shared
        .path("components")
        .path("schemas")
        .properties()
        .forEach(schema -> addSchema("shared.json", schema.getKey(), schema.getValue()));
    for (FunctionDocument document : documents) {
      document.schemas().forEach(it -> addSchema(document.function(), it.getKey(), it.getValue()));
      document.tags().forEach(tag -> addTag(document.function(), tag));
    }
    Operations operations = new Operations(shared.path("x-parameters"), schemas);
    Bounds requests = new Bounds(bounds, schemas);
    for (FunctionDocument document : documents) {
      for (Map.Entry<String, JsonNode> path : document.paths()) {
        for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
          ObjectNode operation = (ObjectNode) method.getValue();
          operations.complete(path.getKey(), operation);
          requests.complete(path.getKey(), operation);
          addOperation(document.function(), path.getKey(), method.getKey(), operation);
        }
      }
    }
    return merged();
  }

  private ObjectNode merged() {
    ObjectNode merged = shared.objectNode();
    merged.set("openapi", shared.path("openapi"));
    merged.set("info", shared.path("info"));
    merged.set("servers", shared.path("servers"));
    ArrayNode listed = merged.putArray("tags");
    tags.values().forEach(listed::add);
    ObjectNode all = merged.putObject("paths");
    paths.forEach(all::set);
    ObjectNode components = shared.withObjectProperty("components");
    components.putObject("schemas").setAll(schemas);
    merged.set("components", components);
    for (String reference : merged.findValuesAsText("$ref")) {
      if (merged.at(reference.substring(1)).isMissingNode()) {
        throw new IllegalStateException("there is nothing at " + reference);
      }
    }
    return merged;
  }

  private void addSchema(String function, String name, JsonNode schema) {
    JsonNode texts = shared.path(name.endsWith("Request") ? "x-request-fields" : "x-answer-fields");
    for (Map.Entry<String, JsonNode> field : schema.path("properties").properties()) {
      JsonNode text = texts.path(field.getKey());
      if (text.isTextual() && !field.getValue().has("description")) {
        ((ObjectNode) field.getValue()).set("description", text);
      }
    }
    claimSame("schema " + name, function, schemas.put(name, schema), schema);
  }

  private void addTag(String function, JsonNode tag) {
    String name = tag.path("name").asText();
    JsonNode before = tags.put(name, tag);
    // shared.json names tags for their order alone.
    claimSame("tag " + name, function, before != null && before.size() == 1 ? null : before, tag);
  }

  private void addOperation(String function, String path, String method, ObjectNode operation) {
    String route = method.toUpperCase(Locale.ROOT) + " " + path;
    String shape = path.replaceAll("\\{[^}]*}", "{}");
    String spelling = spellings.putIfAbsent(shape, path);
    if (spelling != null && !spelling.equals(path)) {
      throw new IllegalStateException(
          path
              + " of "
              + function
              + " differs from "
              + spelling
              + " of "
              + owners.get(spelling)
              + " by the names of its parameters alone");
    }
    owners.putIfAbsent(path, function);
    ObjectNode methods = paths.computeIfAbsent(path, _ -> shared.objectNode());
    if (methods.has(method)) {
      throw new IllegalStateException(
          route + " is described by both " + owners.get(route) + " and " + function);
    }
    owners.put(route, function);
    methods.set(method, operation);
    String id = operation.path("operationId").asText();
    String other = operationIds.put(id, route);
    if (other != null) {
      throw new IllegalStateException(
          "operation "
              + id
              + " is both "
              + other
              + " of "
              + owners.get(other)
              + " and "
              + route
              + " of "
              + function);
    }
  }

  private void claimSame(String what, String function, @Nullable JsonNode before, JsonNode now) {
    String owner = owners.putIfAbsent(what, function);
    if (before != null && !before.equals(now)) {
      throw new IllegalStateException(
          what + " is described differently by " + owner + " and by " + function);
    }
  }
}
