package io.waymark.ingest.item;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.waymark.files.JsonCells;
import io.waymark.interactions.Cell;
import io.waymark.interactions.Fields;
import io.waymark.model.catalogue.CatalogueItem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Turns raw values into an item, whatever brought them: numbers as they are written, a list of
/// tags as tags, any other list or object as its JSON.
public final class ItemCells {
  private static final String TAGS = "tags";

  private ItemCells() {}

  public static CatalogueItem.Parsed parse(Fields fields) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (String name : fields.names()) {
      text(fields.cell(name)).ifPresent(text -> texts.put(name, text));
    }
    if (fields.cell(TAGS) instanceof Cell.Nested nested && nested.json().startsWith("[")) {
      texts.remove(TAGS);
      return CatalogueItem.parse(texts, list(nested.json()));
    }
    return CatalogueItem.parse(texts);
  }

  private static Optional<String> text(Cell cell) {
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
    String text = new java.math.BigDecimal(Double.toString(value)).toPlainString();
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  private static List<String> list(String json) {
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
