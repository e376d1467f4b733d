package io.waymark.cli.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// An object of a bucket, as its line in the folder says it.
///
/// @param file a number: under which its content lies
/// @param sha256 of its content, in hexadecimal digits
record MovedObject(
    String file,
    String key,
    long bytes,
    String sha256,
    Optional<String> contentType,
    Map<String, String> metadata) {
  private static final Pattern FILE = Pattern.compile("[1-9][0-9]{0,17}");

  MovedObject {
    if (!FILE.matcher(file).matches()) {
      throw new IllegalArgumentException("names the file " + file + ", which is no number");
    }
    metadata = Map.copyOf(metadata);
  }

  /// @throws IllegalArgumentException where it is no such line
  static MovedObject of(JsonNode line) {
    Map<String, String> metadata = new TreeMap<>();
    line.path("metadata")
        .properties()
        .forEach(each -> metadata.put(each.getKey(), each.getValue().asText()));
    return new MovedObject(
        line.path("file").asText(),
        line.path("key").asText(),
        line.path("bytes").asLong(-1),
        line.path("sha256").asText(),
        line.has("content_type")
            ? Optional.of(line.path("content_type").asText())
            : Optional.empty(),
        metadata);
  }

  String line() {
    ObjectNode line =
        JsonNodeFactory.instance
            .objectNode()
            .put("file", file)
            .put("key", key)
            .put("bytes", bytes)
            .put("sha256", sha256);
    contentType.ifPresent(type -> line.put("content_type", type));
    ObjectNode named = line.putObject("metadata");
    new TreeMap<>(metadata).forEach(named::put);
    return line.toString();
  }
}
