package io.waymark.auth.database;

import io.micronaut.core.type.Argument;
import io.micronaut.serde.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;

/// Turns maps into the text of a `jsonb` column and back.
@Singleton
public final class JsonText {
  private static final Argument<Map<String, String>> TEXTS =
      Argument.mapOf(String.class, String.class);
  private static final Argument<Map<String, Object>> OBJECT =
      Argument.mapOf(String.class, Object.class);

  private final ObjectMapper mapper;

  JsonText(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  public String write(Map<String, ?> object) {
    try {
      return mapper.writeValueAsString(object);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Map<String, String> texts(String json) {
    return read(json, TEXTS);
  }

  public Map<String, Object> object(String json) {
    return read(json, OBJECT);
  }

  private <T> T read(String json, Argument<T> type) {
    try {
      return Objects.requireNonNull(mapper.readValue(json, type), "JSON null in a jsonb column");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
