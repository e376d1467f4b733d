package io.waymark.cli.imports;

import io.waymark.interactions.Cell;
import io.waymark.interactions.Cells;
import io.waymark.interactions.InteractionParser;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/// Recombee: what its API lists, as JSON, or its tables in CSV. Rows do not say what they are, so
/// the file's name does: `detail_views.csv`, `ListUserPurchases.json`.
record RecombeeMapping(Kind kind, EventTypes types, LeftOut leftOut) implements Mapping {
  private static final Set<String> TAKEN =
      Set.of(
          "userid", "itemid", "timestamp", "duration", "timespent", "price", "rating", "portion");

  /// What a file holds.
  enum Kind {
    DETAIL_VIEWS("detailview"),
    PURCHASES("purchase"),
    RATINGS("rating"),
    CART_ADDITIONS("cartaddition"),
    BOOKMARKS("bookmark"),
    VIEW_PORTIONS("viewportion"),
    /// Names of interactions have these in them, too: `list_item_purchases`.
    ITEMS("item"),
    USERS("user");

    private final String part;

    Kind(String part) {
      this.part = part;
    }

    static Optional<Kind> of(Path file) {
      String name = ForeignRow.plain(file.getFileName().toString());
      return List.of(values()).stream().filter(kind -> name.contains(kind.part)).findFirst();
    }
  }

  static RecombeeMapping of(Path file, EventTypes types, LeftOut leftOut) {
    Kind kind =
        Kind.of(file)
            .orElseThrow(
                () ->
                    new ImportException(
                        file
                            + " does not say by its name what it holds; call it detail_views,"
                            + " purchases, ratings, cart_additions, bookmarks, view_portions or"
                            + " items"));
    return new RecombeeMapping(kind, types, leftOut);
  }

  @Override
  public Mapped map(ForeignRow row) {
    return switch (kind) {
      case DETAIL_VIEWS, VIEW_PORTIONS -> event(row, "detailview");
      case PURCHASES -> event(row, "purchase");
      case CART_ADDITIONS -> event(row, "cartaddition");
      case BOOKMARKS -> event(row, "bookmark");
      case RATINGS -> rating(row);
      case ITEMS -> item(row);
      case USERS -> Mapped.aboutAUser();
    };
  }

  private Mapped event(ForeignRow row, String type) {
    return new Mapped.Event(fields(row, type));
  }

  private Mapped rating(ForeignRow row) {
    OptionalDouble given = Cells.number(row.cell("rating"));
    if (given.isEmpty() || !(Math.abs(given.getAsDouble()) <= 1)) {
      return Mapped.refused("rating", "out_of_range", "must be a number from -1 to 1");
    }
    Map<String, Cell> fields = fields(row, "rating");
    // Their worst is -1 and ours 0, their best 1 and ours 5.
    fields.put(InteractionParser.RATING, Cell.decimal((given.getAsDouble() + 1) * 2.5));
    return new Mapped.Event(fields);
  }

  private Map<String, Cell> fields(ForeignRow row, String type) {
    Map<String, Cell> fields = new HashMap<>();
    fields.put(InteractionParser.USER_ID, row.cell("userid"));
    fields.put(InteractionParser.ITEM_ID, row.cell("itemid"));
    fields.put(InteractionParser.TYPE, types.of(type));
    fields.put(InteractionParser.TIMESTAMP, row.cell("timestamp"));
    fields.put(InteractionParser.DURATION_SECONDS, row.cell("duration", "timespent"));
    fields.put(InteractionParser.VALUE, row.cell("price", "portion"));
    for (String name : row.ownNames()) {
      if (!TAKEN.contains(ForeignRow.plain(name)) && !(row.own(name) instanceof Cell.Absent)) {
        leftOut.add(name);
      }
    }
    return fields;
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
