package io.waymark.ingest.quality;

import io.waymark.files.InteractionBlock;
import io.waymark.interactions.Interaction;
import io.waymark.interactions.InteractionType;
import io.waymark.interactions.InteractionWeights;
import io.waymark.model.catalogue.Catalogue;
import io.waymark.model.catalogue.CatalogueItem;
import io.waymark.tenancy.ItemId;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Looks at accepted interactions: counts them, and notes what is odd in single ones.
public final class InteractionLook {
  private final Catalogue catalogue;
  private final InteractionProfile profile;
  private final Map<Note, Tally> noted = new EnumMap<>(Note.class);
  private long furtherBits;
  private List<String> further = List.of();

  /// @param catalogue empty where the tenant has none; then no item is unknown
  /// @param receivedAt when they came
  public InteractionLook(Catalogue catalogue, Instant receivedAt) {
    this.catalogue = catalogue;
    this.profile = new InteractionProfile(receivedAt, this::lookUp, this::weigh);
  }

  void add(Interaction row) {
    profile.add(row);
    if (row.timestamp().isEmpty()) {
      note(Note.WITHOUT_TIME, List.of(row.user().value()), 1);
    }
  }

  /// Gives `columns` a row of `block`.
  public void read(InteractionBlock block, int row, InteractionColumns columns) {
    columns.add(block, row, profile.users(), profile.items(), profile.types());
  }

  /// Looks at rows of `block` that were [#read].
  public void add(InteractionBlock block, InteractionColumns columns) {
    for (int at = 0; at < columns.size(); at++) {
      int row = columns.row[at];
      profile.users().add(block.user(row));
      profile.items().add(block.item(row));
      profile.types().add(block.type(row));
      if (columns.time[at] == InteractionBlock.NO_TIME) {
        note(Note.WITHOUT_TIME, List.of(block.users().text(block.user(row))), 1);
      }
      if (block.furtherBits(row) != 0) {
        note(Note.UNKNOWN_COLUMNS, further(block, row), 1);
      }
    }
    profile.add(columns);
  }

  private List<String> further(InteractionBlock block, int row) {
    if (block.furtherBits(row) != furtherBits) {
      furtherBits = block.furtherBits(row);
      further = block.further(row);
    }
    return further;
  }

  private void lookUp(String id, long rows) {
    if (catalogue.isEmpty()) {
      return;
    }
    Optional<CatalogueItem> item = catalogue.find(new ItemId(id));
    if (item.isEmpty()) {
      note(Note.UNKNOWN_ITEMS, List.of(id), rows);
    }
    item.map(CatalogueItem::category)
        .filter(category -> !category.isEmpty())
        .ifPresent(category -> profile.addCategory(category, rows));
  }

  private void weigh(String type, long rows) {
    if (!InteractionWeights.known(new InteractionType(type))) {
      note(Note.UNKNOWN_TYPES, List.of(type), rows);
    }
  }

  private void note(Note note, List<String> examples, long rows) {
    noted.computeIfAbsent(note, _ -> new Tally()).add(examples, rows);
  }

  /// What there is to say of all rows.
  ///
  /// @param counts how many of which kind there were
  public Summary summary(Counts counts) {
    profile.settle();
    return new Summary(counts, noted, profile.profile(), profile.portrait());
  }
}
