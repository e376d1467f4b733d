package io.waymark.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// What one function's compilation says of its routes, with names and texts as readers want them:
/// `ApiKeyController.ApiKeyRequest` is the schema `ApiKeyRequest`, `UploadResponse.Page` is
/// `UploadResponsePage`, and texts lose what the way from comment to HTML to Markdown added.
record FunctionDocument(String function, ObjectNode document) {
  private static final String REFERENCE = "#/components/schemas/";
  private static final Pattern CONTROLLER = Pattern.compile("^\\w+Controller\\.");
  private static final Pattern ESCAPED = Pattern.compile("\\\\([\\[\\]`|_*<>])");
  private static final Pattern RANGE = Pattern.compile("(?<=\\d)--(?=\\d)");

  FunctionDocument {
    document = document.deepCopy();
    tidy(document);
    ObjectNode schemas = document.withObjectProperty("components").withObjectProperty("schemas");
    ObjectNode renamed = schemas.objectNode();
    for (Map.Entry<String, JsonNode> schema : schemas.properties()) {
      String name = name(schema.getKey());
      if (renamed.has(name)) {
        throw new IllegalStateException(function + " has two schemas named " + name);
      }
      renamed.set(name, schema.getValue());
    }
    document.withObjectProperty("components").set("schemas", renamed);
  }

  Iterable<Map.Entry<String, JsonNode>> paths() {
    return document.path("paths").properties();
  }

  Iterable<Map.Entry<String, JsonNode>> schemas() {
    return document.path("components").path("schemas").properties();
  }

  Iterable<JsonNode> tags() {
    return document.path("tags");
  }

  private static String name(String generated) {
    return CONTROLLER.matcher(generated).replaceFirst("").replace(".", "");
  }

  private static void tidy(JsonNode node) {
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> entry : List.copyOf(object.properties())) {
        if (entry.getValue() instanceof TextNode text) {
          object.put(entry.getKey(), tidy(entry.getKey(), text.textValue()));
        }
      }
    }
    node.forEach(FunctionDocument::tidy);
  }

  private static String tidy(String key, String text) {
    return switch (key) {
      case "$ref" ->
          text.startsWith(REFERENCE) ? REFERENCE + name(text.substring(REFERENCE.length())) : text;
      case "description" -> sentence(text);
      // Java's @Pattern means the whole text, a schema's any part of it.
      case "pattern" -> "^(?:" + text + ")$";
      default -> text;
    };
  }

  private static String sentence(String text) {
    String plain = RANGE.matcher(ESCAPED.matcher(text).replaceAll("$1")).replaceAll("–");
    return plain.isEmpty()
        ? plain
        : plain.substring(0, 1).toUpperCase(Locale.ROOT) + plain.substring(1);
  }
}
