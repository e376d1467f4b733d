package io.waymark.training;

import java.util.SortedMap;

/// What came of a training.
public sealed interface TrainingOutcome {
  /// A model that beat popularity, trained again on all rows.
  ///
  /// @param parameters settings, and everything the search tried, for the manifest
  record Trained(
      Model model,
      String algorithm,
      SortedMap<String, String> parameters,
      Metrics metrics,
      Metrics baseline,
      String cut)
      implements TrainingOutcome {}

  /// The best candidate did not beat popularity on the held-out part: nothing to publish.
  record Refused(String algorithm, Metrics metrics, Metrics baseline) implements TrainingOutcome {
    public String reason() {
      return "%s did not beat popularity on the held-out part (NDCG@20 %.4f against %.4f); nothing was published"
          .formatted(algorithm, metrics.deciding(), baseline.deciding());
    }
  }

  /// There is too little to learn from, or to measure on.
  record TooLittle(String reason) implements TrainingOutcome {}

  /// The algorithm that was asked for cannot learn from so much on this machine.
  record TooLarge(String reason) implements TrainingOutcome {}
}
