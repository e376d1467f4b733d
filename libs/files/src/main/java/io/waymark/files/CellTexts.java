package io.waymark.files;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.waymark.interactions.Cell;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Values of any kind as a person would write them.
public final class CellTexts {
  private CellTexts() {}

  /// The value as a text: numbers as they are written, a list or object as its JSON.
  public static Optional<String> text(Cell cell) {
    return switch (cell) {
      case Cell.Absent _ -> Optional.empty();
      case Cell.Text text -> Optional.of(text.value());
      case Cell.Whole whole -> Optional.of(Long.toString(whole.value()));
      case Cell.Decimal decimal -> Optional.of(plain(decimal.value()));
      case Cell.Flag flag -> Optional.of(Boolean.toString(flag.value()));
      case Cell.Moment moment -> Optional.of(moment.value().toString());
      case Cell.Nested nested -> Optional.of(nested.json());
    };
  }

  /// Without an exponent and without `.0`, so that ids and filters meet the number as a person
  /// writes it.
  private static String plain(double value) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    String text = new BigDecimal(Double.toString(value)).toPlainString();
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  /// The values of a list; empty where the value is none.
  public static Optional<List<String>> list(Cell cell) {
    return cell instanceof Cell.Nested nested && nested.json().startsWith("[")
        ? Optional.of(values(nested.json()))
        : Optional.empty();
  }

  private static List<String> values(String json) {
    List<String> values = new ArrayList<>();
    try (JsonParser parser = JsonCells.STRICT.createParser(json)) {
      parser.nextToken();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        text(JsonCells.value(parser)).ifPresent(values::add);
      }
    } catch (IOException e) {
      throw new IllegalStateException("it was JSON a moment ago", e);
    }
    return values;
  }
}
