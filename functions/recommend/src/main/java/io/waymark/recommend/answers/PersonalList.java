package io.waymark.recommend.answers;

import io.waymark.model.ModelVersion;
import io.waymark.tenancy.ItemId;
import java.util.List;

/// What a user would be shown first.
///
/// @param model that ranked
public record PersonalList(ModelVersion model, List<Item> items) {
  public PersonalList {
    items = List.copyOf(items);
  }

  /// One place.
  ///
  /// @param reason a sentence to show
  public record Item(ItemId item, double score, String reason) {}
}
