package io.waymark.recommend.answers;

import io.waymark.recommend.answers.Recommended.Source;
import io.waymark.tenancy.ItemId;
import java.util.Optional;
import java.util.OptionalDouble;

/// An item that may stand in a list, as the layer that found it says.
///
/// @param score in (0, 1], six places, never above that of the candidate before
/// @param because the item that speaks most for this one, where the model says so
/// @param modelScore the model's own, where this is from its ranking
record Candidate(
    ItemId item,
    double score,
    Tier tier,
    Source source,
    Optional<ItemId> because,
    OptionalDouble modelScore) {
  /// No boost lifts an item out of its tier.
  enum Tier {
    USUAL,
    /// Comes only where nothing else is left.
    LAST,
    /// Was to be re-ranked, and nobody offers it.
    UNKNOWN
  }

  /// Six places, so that scores as seen are all there is to an order.
  static double rounded(double score) {
    return Math.clamp(Math.rint(score * 1e6) / 1e6, 1e-6, 1);
  }
}
