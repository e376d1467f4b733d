package io.waymark.ingest.upload;

import io.waymark.interactions.Interaction;
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

  /// @param catalogue empty where the tenant has none; then no item is unknown
  /// @param receivedAt when they came
  InteractionLook(Catalogue catalogue, Instant receivedAt) {
    this.catalogue = catalogue;
    this.profile = new InteractionProfile(receivedAt);
  }

  void add(Interaction row) {
    profile.add(row);
    lookUp(row.item());
    if (!InteractionWeights.known(row.type())) {
      note(Note.UNKNOWN_TYPES, List.of(row.type().value()));
    }
    if (row.timestamp().isEmpty()) {
      note(Note.WITHOUT_TIME, List.of(row.user().value()));
    }
  }

  private void lookUp(ItemId id) {
    if (catalogue.isEmpty()) {
      return;
    }
    Optional<CatalogueItem> item = catalogue.find(id);
    if (item.isEmpty()) {
      note(Note.UNKNOWN_ITEMS, List.of(id.value()));
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
