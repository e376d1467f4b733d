package io.waymark.cli.cost;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/// The JSON files of this package.
final class Resource {
  private Resource() {}

  static JsonNode read(String name) {
    try (InputStream file = Objects.requireNonNull(Resource.class.getResourceAsStream(name))) {
      return new ObjectMapper().readTree(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
