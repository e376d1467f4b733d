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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Gorse: what its dashboard exports, JSON Lines since 0.5, CSV before. A file is one kind, told by
/// its fields.
record GorseMapping(EventTypes types, LeftOut leftOut) implements Mapping {
  /// As Go prints a time: `2021-03-04 05:06:07.8 +0000 UTC`.
  private static final Pattern GO_TIME =
      Pattern.compile(
          "(\\d{4}-\\d\\d-\\d\\d) (\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?) ([+-]\\d\\d)(\\d\\d)( .*)?");

  /// What Go has where there is no time.
  private static final String NO_TIME = "0001-01-01";

  @Override
  public Mapped map(ForeignRow row) {
    if (row.has("feedbacktype")) {
      return event(row);
    }
    if (row.has("itemid")) {
      return item(row);
    }
    return row.has("userid")
        ? Mapped.aboutAUser()
        : Mapped.refused("row", "no_kind", "has neither FeedbackType nor ItemId nor UserId");
  }

  private Mapped event(ForeignRow row) {
    Map<String, Cell> fields = new HashMap<>();
    fields.put(InteractionParser.USER_ID, row.cell("userid"));
    fields.put(InteractionParser.ITEM_ID, row.cell("itemid"));
    Optional<String> type = row.text("feedbacktype");
    if (type.isEmpty()) {
      return Mapped.refused("FeedbackType", "missing", "is required");
    }
    fields.put(InteractionParser.TYPE, types.of(type.get()));
    fields.put(InteractionParser.TIMESTAMP, time(row.cell("timestamp")));
    Cell value = row.cell("value");
    if (Cells.number(value).orElse(1) != 0) {
      fields.put(InteractionParser.VALUE, value); // 0 where none was given
    }
    for (String other : new String[] {"labels", "comment"}) {
      if (!(row.cell(other) instanceof Cell.Absent)) {
        leftOut.add(other);
      }
    }
    return new Mapped.Event(fields);
  }

  private Mapped item(ForeignRow row) {
    ItemDraft item = new ItemDraft(leftOut, row.cell("itemid"));
    item.categories("categories", row.cell("categories"));
    item.add("description", row.cell("comment", "description"));
    if (time(row.cell("timestamp")) instanceof Cell.Text time) {
      item.attribute("timestamp", time);
    }
    if (row.text("ishidden").orElse("").equals("true")
        || row.cell("ishidden").equals(new Cell.Flag(true))) {
      item.attribute("is_hidden", new Cell.Flag(true));
    }
    labels(item, row.cell("labels"));
    return item.done();
  }

  /// A list of labels is tags; an object of labels is attributes by their names.
  private void labels(ItemDraft item, Cell labels) {
    if (!(labels instanceof Cell.Nested nested) || !nested.json().startsWith("{")) {
      item.tags("labels", labels);
      return;
    }
    try (JsonParser json = JsonCells.STRICT.createParser(nested.json())) {
      if (json.nextToken() == JsonToken.START_OBJECT) {
        JsonCells.object(json).forEach(item::add);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // it was JSON a moment ago
    }
  }

  private static Cell time(Cell cell) {
    if (!(cell instanceof Cell.Text text)) {
      return cell;
    }
    if (text.value().startsWith(NO_TIME)) {
      return Cell.ABSENT;
    }
    Matcher go = GO_TIME.matcher(text.value());
    return go.matches()
        ? Cell.text(go.group(1) + "T" + go.group(2) + go.group(3) + ":" + go.group(4))
        : cell;
  }
}
