package io.waymark.recommend.answers;

import io.waymark.model.ModelName;
import io.waymark.model.ModelVersion;
import io.waymark.recommend.catalogue.Offer;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/// What a question led to.
sealed interface Answer {
  /// A list, empty only where nothing at all matches.
  ///
  /// @param model whether or not any slot is its
  /// @param degraded dependencies that were left out
  /// @param next what the next page must not show again; empty after the last
  record Listed(
      List<Recommended> items,
      Optional<Model> model,
      SortedSet<String> degraded,
      Offer offer,
      Optional<Seen> next)
      implements Answer {
    public Listed {
      items = List.copyOf(items);
    }
  }

  /// Something is not right for this tenant's catalogue.
  ///
  /// @param field where it stands in the request: `filter`, `boosts[0].filter`
  record BadField(String field, String message) implements Answer {}

  /// The question's limits cannot be kept while this is down.
  record CannotKeepLimits(String dependency) implements Answer {}

  /// The model that was there to answer.
  record Model(ModelName name, ModelVersion version, String algorithm) {}
}
