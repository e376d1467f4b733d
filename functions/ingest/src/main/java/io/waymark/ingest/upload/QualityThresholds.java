package io.waymark.ingest.upload;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/// From where on a figure of an upload is worth a warning, or holds it for a person to decide. An
/// installation has its own; a tenant may set others for itself, see [Thresholds].
///
/// @param leastRows below so many rows shares say nothing: such a file is never held and gets no
///   warning
/// @param dominantWarning the collapse of users or items: 0.2 is one user with a fifth of
///   everything, which no person does
/// @param dominantHeld the same; at a half a model learns one user or one item
/// @param rejectedWarning the share of rows that were rejected
/// @param rejectedHeld the same; where most rows are rejected, the rest is hardly what was meant
/// @param duplicateWarning the share of rows that stand in the file before; sending again is
///   harmless, so it never holds
/// @param unknownWarning the share of accepted rows whose item is not in the catalogue
/// @param burstWarning the share of rows in the busiest minute
/// @param repeatWarning the share of rows whose user met the item before
/// @param diversityWarning the diversity of users or items below which nearly everything is about a
///   few
/// @param untimedWarning the share of rows without a time
/// @param outlierWarning the share of numbers of one column that are far out; no usual distribution
///   has a twentieth there
/// @param copyWarning the share of rows that an earlier upload had, too
/// @param driftWarning the share of rows by which the mix of types, or what a column misses,
///   changed since the upload before; of items, the share that is gone
/// @param shiftWarning by how many standard deviations the mean of a column moved since
@ConfigurationProperties("waymark.ingest.quality")
public record QualityThresholds(
    @Bindable(defaultValue = "500") long leastRows,
    @Bindable(defaultValue = "0.2") double dominantWarning,
    @Bindable(defaultValue = "0.5") double dominantHeld,
    @Bindable(defaultValue = "0.1") double rejectedWarning,
    @Bindable(defaultValue = "0.5") double rejectedHeld,
    @Bindable(defaultValue = "0.5") double duplicateWarning,
    @Bindable(defaultValue = "0.2") double unknownWarning,
    @Bindable(defaultValue = "0.2") double burstWarning,
    @Bindable(defaultValue = "0.9") double repeatWarning,
    @Bindable(defaultValue = "0.01") double diversityWarning,
    @Bindable(defaultValue = "0.5") double untimedWarning,
    @Bindable(defaultValue = "0.05") double outlierWarning,
    @Bindable(defaultValue = "0.5") double copyWarning,
    @Bindable(defaultValue = "0.5") double driftWarning,
    @Bindable(defaultValue = "1") double shiftWarning) {
  public QualityThresholds {
    if (leastRows < 1) {
      throw new IllegalArgumentException("least-rows must be positive");
    }
    if (dominantHeld < dominantWarning || rejectedHeld < rejectedWarning) {
      throw new IllegalArgumentException("what holds an upload must be worth a warning too");
    }
  }

  public static QualityThresholds defaults() {
    return new QualityThresholds(
        500, 0.2, 0.5, 0.1, 0.5, 0.5, 0.2, 0.2, 0.9, 0.01, 0.5, 0.05, 0.5, 0.5, 1);
  }

  /// With what a tenant set. What holds an upload is worth a warning too: where the tenant set but
  /// one of two such thresholds, the other gives way.
  QualityThresholds with(OwnThresholds tenants) {
    Map<Threshold, Double> own = tenants.values();
    Pair dominant =
        Pair.of(
            own,
            Threshold.DOMINANT_WARNING,
            dominantWarning,
            Threshold.DOMINANT_HELD,
            dominantHeld);
    Pair rejected =
        Pair.of(
            own,
            Threshold.REJECTED_WARNING,
            rejectedWarning,
            Threshold.REJECTED_HELD,
            rejectedHeld);
    return new QualityThresholds(
        own.getOrDefault(Threshold.LEAST_ROWS, (double) leastRows).longValue(),
        dominant.warning,
        dominant.held,
        rejected.warning,
        rejected.held,
        own.getOrDefault(Threshold.DUPLICATE_WARNING, duplicateWarning),
        own.getOrDefault(Threshold.UNKNOWN_WARNING, unknownWarning),
        own.getOrDefault(Threshold.BURST_WARNING, burstWarning),
        own.getOrDefault(Threshold.REPEAT_WARNING, repeatWarning),
        own.getOrDefault(Threshold.DIVERSITY_WARNING, diversityWarning),
        own.getOrDefault(Threshold.UNTIMED_WARNING, untimedWarning),
        own.getOrDefault(Threshold.OUTLIER_WARNING, outlierWarning),
        own.getOrDefault(Threshold.COPY_WARNING, copyWarning),
        own.getOrDefault(Threshold.DRIFT_WARNING, driftWarning),
        own.getOrDefault(Threshold.SHIFT_WARNING, shiftWarning));
  }

  /// As a report tells them; what it does not name stays.
  QualityThresholds as(Map<String, Double> names) {
    ToDoubleFunction<Threshold> told =
        each -> names.getOrDefault(each.text(), value(each)).doubleValue();
    return new QualityThresholds(
        (long) told.applyAsDouble(Threshold.LEAST_ROWS),
        told.applyAsDouble(Threshold.DOMINANT_WARNING),
        told.applyAsDouble(Threshold.DOMINANT_HELD),
        told.applyAsDouble(Threshold.REJECTED_WARNING),
        told.applyAsDouble(Threshold.REJECTED_HELD),
        told.applyAsDouble(Threshold.DUPLICATE_WARNING),
        told.applyAsDouble(Threshold.UNKNOWN_WARNING),
        told.applyAsDouble(Threshold.BURST_WARNING),
        told.applyAsDouble(Threshold.REPEAT_WARNING),
        told.applyAsDouble(Threshold.DIVERSITY_WARNING),
        told.applyAsDouble(Threshold.UNTIMED_WARNING),
        told.applyAsDouble(Threshold.OUTLIER_WARNING),
        told.applyAsDouble(Threshold.COPY_WARNING),
        told.applyAsDouble(Threshold.DRIFT_WARNING),
        told.applyAsDouble(Threshold.SHIFT_WARNING));
  }

  private record Pair(double warning, double held) {
    static Pair of(
        Map<Threshold, Double> own,
        Threshold warning,
        double usualWarning,
        Threshold held,
        double usualHeld) {
      double from = own.getOrDefault(warning, usualWarning);
      double heldFrom = own.getOrDefault(held, usualHeld);
      return own.containsKey(held)
          ? new Pair(Math.min(from, heldFrom), heldFrom)
          : new Pair(from, Math.max(from, heldFrom));
    }
  }

  /// As they stand in reports.
  public SortedMap<String, Double> byName() {
    SortedMap<String, Double> names = new TreeMap<>();
    for (Threshold each : Threshold.values()) {
      names.put(each.text(), value(each));
    }
    return names;
  }

  private double value(Threshold threshold) {
    return switch (threshold) {
      case LEAST_ROWS -> leastRows;
      case DOMINANT_WARNING -> dominantWarning;
      case DOMINANT_HELD -> dominantHeld;
      case REJECTED_WARNING -> rejectedWarning;
      case REJECTED_HELD -> rejectedHeld;
      case DUPLICATE_WARNING -> duplicateWarning;
      case UNKNOWN_WARNING -> unknownWarning;
      case BURST_WARNING -> burstWarning;
      case REPEAT_WARNING -> repeatWarning;
      case DIVERSITY_WARNING -> diversityWarning;
      case UNTIMED_WARNING -> untimedWarning;
      case OUTLIER_WARNING -> outlierWarning;
      case COPY_WARNING -> copyWarning;
      case DRIFT_WARNING -> driftWarning;
      case SHIFT_WARNING -> shiftWarning;
    };
  }
}
