package io.waymark.cli.imports;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.waymark.files.JsonCells;
import io.waymark.interactions.Cell;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// An item in the making: puts the fields of other catalogues where ours has a column for them, and
/// all others among the attributes. Lists of texts become tags or `a|b`; lists of numbers, objects
/// and what has its place taken already are left out and counted.
final class ItemDraft {
  private static final Pattern BETWEEN = Pattern.compile("\\|");

  private final LeftOut leftOut;
  private final Map<String, String> texts = new LinkedHashMap<>();
  private final Set<String> tags = new LinkedHashSet<>();

  ItemDraft(LeftOut leftOut, Cell id) {
    this.leftOut = leftOut;
    text(id).ifPresent(text -> texts.put("item_id", text));
  }

  /// Puts the field `name` where it belongs.
  void add(String name, Cell cell) {
    switch (ForeignRow.plain(name)) {
      case "name", "title", "itemname", "productname" -> single("name", name, cell);
      case "description", "productdescription", "comment" -> single("description", name, cell);
      case "brand" -> single("brand", name, cell);
      case "price" -> single("price", name, cell);
      case "category", "categories", "categoryl1", "genre", "genres" -> categories(name, cell);
      case "tags" -> tags(name, cell);
      default -> attribute(name, cell);
    }
  }

  /// The first is the category, where there is none yet; all others are tags.
  void categories(String name, Cell cell) {
    Optional<List<String>> several = list(cell);
    if (several.isEmpty()) {
      leave(name, cell);
      return;
    }
    for (String each : several.get()) {
      if (texts.putIfAbsent("category", each) != null) {
        tags.add(each);
      }
    }
  }

  void tags(String name, Cell cell) {
    list(cell).ifPresentOrElse(tags::addAll, () -> leave(name, cell));
  }

  void attribute(String name, Cell cell) {
    Optional<String> text = text(cell).or(() -> list(cell).map(list -> String.join("|", list)));
    if (text.isEmpty() || texts.putIfAbsent(name, text.get()) != null) {
      leave(name, cell);
    }
  }

  private void single(String column, String name, Cell cell) {
    Optional<String> text = text(cell);
    if (text.isEmpty()) {
      leave(name, cell);
    } else if (texts.putIfAbsent(column, text.get()) != null) {
      attribute(name, cell);
    }
  }

  private void leave(String name, Cell cell) {
    if (!(cell instanceof Cell.Absent)) {
      leftOut.add(name);
    }
  }

  Mapped done() {
    return new Mapped.Item(texts, List.copyOf(tags));
  }

  /// One value as a text; empty for none and for lists.
  static Optional<String> text(Cell cell) {
    return switch (cell) {
      case Cell.Absent _, Cell.Nested _ -> Optional.empty();
      case Cell.Text text -> Optional.of(text.value());
      case Cell.Whole whole -> Optional.of(Long.toString(whole.value()));
      case Cell.Decimal decimal ->
          Optional.of(
              Double.isFinite(decimal.value())
                  ? new BigDecimal(Double.toString(decimal.value()))
                      .stripTrailingZeros()
                      .toPlainString()
                  : Double.toString(decimal.value()));
      case Cell.Flag flag -> Optional.of(Boolean.toString(flag.value()));
      case Cell.Moment moment -> Optional.of(moment.value().toString());
    };
  }

  /// A list of texts: JSON, also where a text holds it, or parted by `|`; empty where it is
  /// something else.
  static Optional<List<String>> list(Cell cell) {
    return switch (cell) {
      case Cell.Nested nested -> texts(nested.json());
      case Cell.Text text when text.value().startsWith("[") ->
          texts(text.value()).or(() -> Optional.of(parted(text.value())));
      case Cell.Text text -> Optional.of(parted(text.value()));
      case Cell.Absent _ -> Optional.of(List.of());
      case Cell.Whole _, Cell.Decimal _, Cell.Flag _, Cell.Moment _ ->
          Optional.of(text(cell).stream().toList());
    };
  }

  private static List<String> parted(String text) {
    return BETWEEN.splitAsStream(text).map(String::strip).filter(each -> !each.isEmpty()).toList();
  }

  private static Optional<List<String>> texts(String json) {
    List<String> texts = new ArrayList<>();
    try (JsonParser parser = JsonCells.STRICT.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        return Optional.empty();
      }
      for (JsonToken next = parser.nextToken();
          next != JsonToken.END_ARRAY;
          next = parser.nextToken()) {
        if (next != JsonToken.VALUE_STRING) {
          return Optional.empty();
        }
        if (!parser.getText().isBlank()) {
          texts.add(parser.getText().strip());
        }
      }
      return Optional.of(texts);
    } catch (IOException notJson) {
      return Optional.empty();
    }
  }
}
