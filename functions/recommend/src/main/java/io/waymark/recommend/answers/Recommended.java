package io.waymark.recommend.answers;

import io.waymark.tenancy.ItemId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// One slot of an answer.
///
/// @param score in (0, 1], never above that of the slot before
/// @param reason a sentence to show
/// @param because items of the user that speak for this one
/// @param explanation where it was asked for
record Recommended(
    ItemId item,
    double score,
    String reason,
    Source source,
    List<ItemId> because,
    Optional<Explanation> explanation) {
  public Recommended {
    if (!(score > 0 && score <= 1)) {
      throw new IllegalArgumentException("score must be in (0, 1]: " + score);
    }
    because = List.copyOf(because);
  }

  /// How the item came here.
  public enum Source {
    MODEL,
    SESSION,
    SIMILAR,
    TRENDING,
    LATEST,
    PINNED,
    /// Nobody met it yet; its attributes are what the taste likes.
    NEW,
    /// Was to be re-ranked, and nothing is known that speaks for or against it.
    GIVEN;

    /// As on the wire: `model`.
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
