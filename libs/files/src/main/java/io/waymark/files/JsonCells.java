package io.waymark.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.waymark.interactions.Cell;
import java.io.IOException;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/// Reads JSON objects as raw values.
public final class JsonCells {
  /// Refuses objects that name a field twice.
  public static final JsonFactory STRICT =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private JsonCells() {}

  /// The fields of the object whose opening brace `json` stands at, in their order; leaves it at
  /// the closing one.
  public static Map<String, Cell> object(JsonParser json) throws IOException {
    Map<String, Cell> cells = new LinkedHashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      cells.put(name, value(json));
    }
    return cells;
  }

  /// The value that `json` stands at.
  public static Cell value(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_STRING -> Cell.text(json.getText());
      case VALUE_NUMBER_INT ->
          json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              ? Cell.text(json.getText())
              : new Cell.Whole(json.getLongValue());
      case VALUE_NUMBER_FLOAT -> Cell.decimal(json.getDoubleValue());
      case VALUE_TRUE -> new Cell.Flag(true);
      case VALUE_FALSE -> new Cell.Flag(false);
      case VALUE_NULL -> Cell.ABSENT;
      case START_ARRAY, START_OBJECT -> new Cell.Nested(nested(json));
      case END_ARRAY, END_OBJECT, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException("no value at " + json.currentToken());
    };
  }

  private static String nested(JsonParser json) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = STRICT.createGenerator(text)) {
      out.copyCurrentStructure(json);
    }
    return text.toString();
  }
}
