package io.waymark.ingest.quality;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
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
    Map<Threshold, Double> all = new EnumMap<>(Threshold.class);
    for (Threshold each : Threshold.values()) {
      all.put(each, own.getOrDefault(each, each.of(this)));
    }
    OwnThresholds.WARNING_OF.forEach(
        (held, warning) -> {
          if (own.containsKey(held)) {
            all.merge(warning, value(all, held), Math::min);
          } else {
            all.merge(held, value(all, warning), Math::max);
          }
        });
    return of(each -> value(all, each));
  }

  /// As a report tells them; what it does not name stays.
  public QualityThresholds as(Map<String, Double> names) {
    return of(each -> names.getOrDefault(each.text(), each.of(this)));
  }

  private static double value(Map<Threshold, Double> all, Threshold each) {
    return Objects.requireNonNull(all.get(each));
  }

  private static QualityThresholds of(ToDoubleFunction<Threshold> value) {
    return new QualityThresholds(
        (long) value.applyAsDouble(Threshold.LEAST_ROWS),
        value.applyAsDouble(Threshold.DOMINANT_WARNING),
        value.applyAsDouble(Threshold.DOMINANT_HELD),
        value.applyAsDouble(Threshold.REJECTED_WARNING),
        value.applyAsDouble(Threshold.REJECTED_HELD),
        value.applyAsDouble(Threshold.DUPLICATE_WARNING),
        value.applyAsDouble(Threshold.UNKNOWN_WARNING),
        value.applyAsDouble(Threshold.BURST_WARNING),
        value.applyAsDouble(Threshold.REPEAT_WARNING),
        value.applyAsDouble(Threshold.DIVERSITY_WARNING),
        value.applyAsDouble(Threshold.UNTIMED_WARNING),
        value.applyAsDouble(Threshold.OUTLIER_WARNING),
        value.applyAsDouble(Threshold.COPY_WARNING),
        value.applyAsDouble(Threshold.DRIFT_WARNING),
        value.applyAsDouble(Threshold.SHIFT_WARNING));
  }

  /// As they stand in reports.
  public SortedMap<String, Double> byName() {
    SortedMap<String, Double> names = new TreeMap<>();
    for (Threshold each : Threshold.values()) {
      names.put(each.text(), each.of(this));
    }
    return names;
  }
}
