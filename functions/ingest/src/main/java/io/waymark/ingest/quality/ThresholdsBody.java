package io.waymark.ingest.quality;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Thresholds that a tenant sets for itself; what is left out is the installation's.
///
/// @param leastRows 1 to 1,000,000,000: below so many rows nothing is held, and shares get no
///   warning
/// @param dominantWarning 0 to 1: the collapse of users or items
/// @param dominantHeld 0 to 1, not below `dominant_warning`
/// @param rejectedWarning 0 to 1: the share of rows that were rejected
/// @param rejectedHeld 0 to 1, not below `rejected_warning`
/// @param duplicateWarning 0 to 1: the share of rows that stand in the file before
/// @param unknownWarning 0 to 1: the share of accepted rows whose item is not in the catalogue
/// @param burstWarning 0 to 1: the share of rows in the busiest minute
/// @param repeatWarning 0 to 1: the share of rows whose user met the item before
/// @param diversityWarning 0 to 1: the diversity of users or items below which there is a warning
/// @param untimedWarning 0 to 1: the share of rows without a time
/// @param outlierWarning 0 to 1: the share of a column's numbers that are far out
/// @param copyWarning 0 to 1: the share of rows that an earlier upload had, too
/// @param driftWarning 0 to 1: the share by which types, or what a column misses, changed
/// @param shiftWarning 0 to 1,000: by how many standard deviations a column's mean moved
@Serdeable
@Schema(example = "{\"rejected_warning\": 0.02, \"rejected_held\": 0.2}")
record ThresholdsBody(
    @Nullable Double leastRows,
    @Nullable Double dominantWarning,
    @Nullable Double dominantHeld,
    @Nullable Double rejectedWarning,
    @Nullable Double rejectedHeld,
    @Nullable Double duplicateWarning,
    @Nullable Double unknownWarning,
    @Nullable Double burstWarning,
    @Nullable Double repeatWarning,
    @Nullable Double diversityWarning,
    @Nullable Double untimedWarning,
    @Nullable Double outlierWarning,
    @Nullable Double copyWarning,
    @Nullable Double driftWarning,
    @Nullable Double shiftWarning) {

  /// Those that are given.
  Map<Threshold, Double> values() {
    Map<Threshold, Double> values = new EnumMap<>(Threshold.class);
    for (Threshold each : Threshold.values()) {
      each.of(this).ifPresent(value -> values.put(each, value));
    }
    return values;
  }
}
