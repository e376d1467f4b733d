package io.waymark.ingest.upload;

import java.util.Locale;
import java.util.Optional;

/// The names of [QualityThresholds], and what a tenant may set each to.
public enum Threshold {
  LEAST_ROWS(1, 1_000_000_000),
  DOMINANT_WARNING(0, 1),
  DOMINANT_HELD(0, 1),
  REJECTED_WARNING(0, 1),
  REJECTED_HELD(0, 1),
  DUPLICATE_WARNING(0, 1),
  UNKNOWN_WARNING(0, 1),
  BURST_WARNING(0, 1),
  REPEAT_WARNING(0, 1),
  DIVERSITY_WARNING(0, 1),
  UNTIMED_WARNING(0, 1),
  OUTLIER_WARNING(0, 1),
  COPY_WARNING(0, 1),
  DRIFT_WARNING(0, 1),
  SHIFT_WARNING(0, 1_000);

  private final double least;
  private final double most;

  Threshold(double least, double most) {
    this.least = least;
    this.most = most;
  }

  /// As it stands in requests and reports: `rejected_held`.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// What is wrong with `value`; empty where nothing is.
  Optional<String> wrong(double value) {
    if (!(value >= least && value <= most)) {
      return Optional.of("must be from %d to %d".formatted((long) least, (long) most));
    }
    return this == LEAST_ROWS && value != Math.rint(value)
        ? Optional.of("must be a whole number")
        : Optional.empty();
  }
}
