package io.waymark.ingest.quality;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// The names of [QualityThresholds] and of what requests set, and what a tenant may set each to.
public enum Threshold {
  LEAST_ROWS(1, 1_000_000_000, QualityThresholds::leastRows, ThresholdsBody::leastRows),
  DOMINANT_WARNING(0, 1, QualityThresholds::dominantWarning, ThresholdsBody::dominantWarning),
  DOMINANT_HELD(0, 1, QualityThresholds::dominantHeld, ThresholdsBody::dominantHeld),
  REJECTED_WARNING(0, 1, QualityThresholds::rejectedWarning, ThresholdsBody::rejectedWarning),
  REJECTED_HELD(0, 1, QualityThresholds::rejectedHeld, ThresholdsBody::rejectedHeld),
  DUPLICATE_WARNING(0, 1, QualityThresholds::duplicateWarning, ThresholdsBody::duplicateWarning),
  UNKNOWN_WARNING(0, 1, QualityThresholds::unknownWarning, ThresholdsBody::unknownWarning),
  BURST_WARNING(0, 1, QualityThresholds::burstWarning, ThresholdsBody::burstWarning),
  REPEAT_WARNING(0, 1, QualityThresholds::repeatWarning, ThresholdsBody::repeatWarning),
  DIVERSITY_WARNING(0, 1, QualityThresholds::diversityWarning, ThresholdsBody::diversityWarning),
  UNTIMED_WARNING(0, 1, QualityThresholds::untimedWarning, ThresholdsBody::untimedWarning),
  OUTLIER_WARNING(0, 1, QualityThresholds::outlierWarning, ThresholdsBody::outlierWarning),
  COPY_WARNING(0, 1, QualityThresholds::copyWarning, ThresholdsBody::copyWarning),
  DRIFT_WARNING(0, 1, QualityThresholds::driftWarning, ThresholdsBody::driftWarning),
  SHIFT_WARNING(0, 1_000, QualityThresholds::shiftWarning, ThresholdsBody::shiftWarning);

  private final double least;
  private final double most;
  private final ToDoubleFunction<QualityThresholds> holding;
  private final Function<ThresholdsBody, @Nullable Double> given;

  Threshold(
      double least,
      double most,
      ToDoubleFunction<QualityThresholds> holding,
      Function<ThresholdsBody, @Nullable Double> given) {
    this.least = least;
    this.most = most;
    this.holding = holding;
    this.given = given;
  }

  /// What it is where `thresholds` hold.
  double of(QualityThresholds thresholds) {
    return holding.applyAsDouble(thresholds);
  }

  /// What a request sets it to, if it does.
  Optional<Double> of(ThresholdsBody body) {
    return Optional.ofNullable(given.apply(body));
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
