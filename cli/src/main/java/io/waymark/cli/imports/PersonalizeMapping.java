package io.waymark.cli.imports;

import io.waymark.interactions.Cell;
import io.waymark.interactions.InteractionParser;
import java.util.HashMap;
import java.util.Map;

/// Amazon Personalize: the CSV of a dataset export, or of a bulk import, with the names of its
/// schema. A file is one dataset, told by its columns.
record PersonalizeMapping(EventTypes types, LeftOut leftOut) implements Mapping {
  @Override
  public Mapped map(ForeignRow row) {
    if (row.has("itemid") && row.has("userid")) {
      return event(row);
    }
    if (row.has("itemid")) {
      return item(row);
    }
    return row.has("userid")
        ? Mapped.aboutAUser()
        : Mapped.refused("row", "no_dataset", "has neither ITEM_ID nor USER_ID");
  }

  private Mapped event(ForeignRow row) {
    Map<String, Cell> fields = new HashMap<>();
    for (String name : row.ownNames()) {
      switch (ForeignRow.plain(name)) {
        case "userid" -> fields.put(InteractionParser.USER_ID, row.own(name));
        case "itemid" -> fields.put(InteractionParser.ITEM_ID, row.own(name));
        case "timestamp" -> fields.put(InteractionParser.TIMESTAMP, row.own(name));
        case "eventvalue" -> fields.put(InteractionParser.VALUE, row.own(name));
        case "eventtype" ->
            row.text("eventtype")
                .ifPresent(type -> fields.put(InteractionParser.TYPE, types.of(type)));
        default -> {
          if (!(row.own(name) instanceof Cell.Absent)) {
            leftOut.add(name);
          }
        }
      }
    }
    return new Mapped.Event(fields);
  }

  private Mapped item(ForeignRow row) {
    ItemDraft item = new ItemDraft(leftOut, row.cell("itemid"));
    for (String name : row.ownNames()) {
      if (!ForeignRow.plain(name).equals("itemid")) {
        item.add(name, row.own(name));
      }
    }
    return item.done();
  }
}
