package io.waymark.recommend.answers;

import io.waymark.model.ModelName;
import io.waymark.model.ModelVersion;
import io.waymark.recommend.catalogue.Offer;
import io.waymark.recommend.experiments.Exposure;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// What a question led to.
sealed interface Answer {
  /// A list, empty only where nothing at all matches.
  ///
  /// @param model whether or not any slot is its
  /// @param exposure to an experiment, where the model is that of an arm
  /// @param degraded dependencies that were left out
  /// @param next what the next page must not show again; empty after the last
  record Listed(
      List<Recommended> items,
      Optional<Model> model,
      Optional<Exposure> exposure,
      SortedSet<String> degraded,
      Offer offer,
      Optional<Seen> next)
      implements Answer {
    public Listed {
      items = List.copyOf(items);
    }

    /// As one that was made for this choice, with what was left out to make that.
    Listed by(Choice choice) {
      SortedSet<String> all = new TreeSet<>(degraded);
      all.addAll(choice.leftOut());
      return new Listed(
          items, model, choice.exposure(), all, offer, next.map(seen -> seen.of(choice.begun())));
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
