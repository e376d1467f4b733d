package io.waymark.recommend.answers;

import io.waymark.model.ItemIndex;
import io.waymark.model.catalogue.Catalogue;
import io.waymark.recommend.catalogue.Offer;
import io.waymark.recommend.models.LoadedModel;
import io.waymark.tenancy.ItemId;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// What a list may be made of.
///
/// @param matching positions of the catalogue that the filter leaves
/// @param never what must not come
/// @param last what comes only where nothing else is left: the user's own items, and of a list to
///   re-rank what the user refused
record Bounds(Offer offer, BitSet matching, Set<ItemId> never, Set<ItemId> last) {
  Catalogue catalogue() {
    return offer.catalogue();
  }

  Set<ItemId> neverOrLast() {
    Set<ItemId> both = new HashSet<>(never);
    both.addAll(last);
    return both;
  }

  /// Whether a pin may hold a place for the item.
  ///
  /// @param filter as `matching` has it; where a tenant gave no catalogue and no filter, the
  ///   model's items stand for it
  boolean allow(ItemId item, String filter, Optional<LoadedModel> model) {
    int position = catalogue().position(item);
    boolean offered =
        catalogue().isEmpty()
            ? filter.isEmpty() && model.flatMap(each -> each.items().find(item)).isPresent()
            : position != ItemIndex.ABSENT && matching.get(position);
    return offered && !never.contains(item);
  }
}
