package io.waymark.ingest.upload;

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

/// Looks at accepted interactions one by one: counts them, and notes what is odd in single ones.
final class InteractionLook {
  private final Catalogue catalogue;
  private final InteractionProfile profile;
  private final Map<Note, Tally> noted = new EnumMap<>(Note.class);
  private final TextHashes users = new TextHashes();
  private final TextHashes items = new TextHashes();
  private final TextHashes types = new TextHashes();

  /// @param catalogue empty where the tenant has none; then no item is unknown
  /// @param receivedAt when they came
  InteractionLook(Catalogue catalogue, Instant receivedAt) {
    this.catalogue = catalogue;
    this.profile = new InteractionProfile(receivedAt);
  }

  void add(Interaction row) {
    add(InteractionProfile.Parts.of(row), InteractionWeights.known(row.type()));
  }

  private void add(InteractionProfile.Parts row, boolean knownType) {
    profile.add(row);
    lookUp(row.item());
    if (!knownType) {
      note(Note.UNKNOWN_TYPES, List.of(row.type()));
    }
    if (row.time() == InteractionBlock.NO_TIME) {
      note(Note.WITHOUT_TIME, List.of(row.user()));
    }
  }

  /// A row of a block.
  InteractionProfile.Parts parts(InteractionBlock block, int row) {
    return new InteractionProfile.Parts(
        block.users().text(block.user(row)),
        users.of(block.users(), block.user(row)),
        block.items().text(block.item(row)),
        items.of(block.items(), block.item(row)),
        block.types().text(block.type(row)),
        types.of(block.types(), block.type(row)),
        block.time(row),
        block.rating(row),
        block.value(row),
        block.durationSeconds(row),
        block.eventId(row).isPresent());
  }

  /// Looks at a row.
  ///
  /// @param further names of columns that are none of ours, in which it has a value
  void add(InteractionProfile.Parts row, List<String> further) {
    add(row, InteractionWeights.known(new InteractionType(row.type())));
    if (!further.isEmpty()) {
      note(Note.UNKNOWN_COLUMNS, further);
    }
  }

  private void lookUp(String id) {
    if (catalogue.isEmpty()) {
      return;
    }
    Optional<CatalogueItem> item = catalogue.find(new ItemId(id));
    if (item.isEmpty()) {
      note(Note.UNKNOWN_ITEMS, List.of(id));
    }
    item.map(CatalogueItem::category)
        .filter(category -> !category.isEmpty())
        .ifPresent(profile::addCategory);
  }

  /// Notes one row.
  void note(Note note, List<String> examples) {
    noted.computeIfAbsent(note, _ -> new Tally()).add(examples);
  }

  Map<Note, Tally> noted() {
    return noted;
  }

  Profile profile() {
    return profile.profile();
  }

  Portrait portrait() {
    return profile.portrait();
  }
}
