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
  /// Of one call of S3.
  private static final long MOST_BYTES = 5L << 30;

  private static final int LONGEST_METADATA = 2 << 10;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$&'*+.^_`|~-]+");
  private static final Pattern VALUE = Pattern.compile("[ -~]*");

  private static final Pattern FILE = Pattern.compile("[1-9][0-9]{0,17}");

  MovedObject {
    if (!isFile(file)) {
      throw new IllegalArgumentException("names the file " + file + ", which is no number");
    }
    if (bytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          "has %d bytes, and one call puts %d at most".formatted(bytes, MOST_BYTES));
    }
    contentType.ifPresent(type -> require(type, VALUE));
    int length = 0;
    for (Map.Entry<String, String> each : metadata.entrySet()) {
      require(each.getKey(), NAME);
      require(each.getValue(), VALUE);
      length += each.getKey().length() + each.getValue().length();
    }
    if (length > LONGEST_METADATA) {
      throw new IllegalArgumentException("has more metadata than an object may have");
    }
    metadata = Map.copyOf(metadata);
  }

  /// Whether that can be the name of a file with an object's content.
  static boolean isFile(String name) {
    return FILE.matcher(name).matches();
  }

  private static void require(String header, Pattern shape) {
    if (!shape.matcher(header).matches()) {
      throw new IllegalArgumentException("has metadata that no header can carry");
    }
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
