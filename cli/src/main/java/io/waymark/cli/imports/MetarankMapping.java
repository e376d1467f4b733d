package io.waymark.cli.imports;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.waymark.files.JsonCells;
import io.waymark.interactions.Cell;
import io.waymark.interactions.Cells;
import io.waymark.interactions.InteractionParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Metarank: JSON Lines of its events, of all kinds in one file.
record MetarankMapping(EventTypes types, LeftOut leftOut) implements Mapping {
  @Override
  public Mapped map(ForeignRow row) {
    return switch (row.text("event").orElse("")) {
      case "interaction" -> interaction(row);
      case "item", "metadata" -> item(row);
      case "user" -> Mapped.aboutAUser();
      case "ranking" ->
          Mapped.refused(
              "event", "ranking", "says what was shown, not what was chosen; it is not imported");
      case "" -> Mapped.refused("event", "missing", "is required");
      default -> Mapped.refused("event", "unknown", "must be item, user, ranking or interaction");
    };
  }

  private Mapped interaction(ForeignRow row) {
    Optional<String> type = row.text("type");
    if (type.isEmpty()) {
      return Mapped.refused("type", "missing", "is required");
    }
    Map<String, Cell> fields = new HashMap<>();
    fields.put(InteractionParser.USER_ID, row.cell("user"));
    fields.put(InteractionParser.ITEM_ID, row.cell("item"));
    fields.put(InteractionParser.TYPE, types.of(type.get()));
    fields.put(InteractionParser.TIMESTAMP, row.cell("timestamp"));
    if (row.cell("fields") instanceof Cell.Nested nested && !nested.json().equals("[]")) {
      leftOut.add("fields of interactions");
    }
    return new Mapped.Event(fields);
  }

  private Mapped item(ForeignRow row) {
    ItemDraft item = new ItemDraft(leftOut, row.cell("item"));
    if (!(row.cell("fields") instanceof Cell.Nested nested)) {
      return item.done();
    }
    try (JsonParser json = JsonCells.STRICT.createParser(nested.json())) {
      if (json.nextToken() != JsonToken.START_ARRAY) {
        return Mapped.refused("fields", "not_a_list", "must be a list of name and value");
      }
      while (json.nextToken() == JsonToken.START_OBJECT) {
        Map<String, Cell> field = JsonCells.object(json);
        Optional<String> name = Cells.id(field.getOrDefault("name", Cell.ABSENT));
        if (name.isEmpty()) {
          return Mapped.refused("fields", "without_name", "has a field without a name");
        }
        item.add(name.get(), field.getOrDefault("value", Cell.ABSENT));
      }
      return json.currentToken() == JsonToken.END_ARRAY
          ? item.done()
          : Mapped.refused("fields", "not_objects", "must be a list of name and value");
    } catch (IOException e) {
      throw new UncheckedIOException(e); // it was JSON a moment ago
    }
  }
}
