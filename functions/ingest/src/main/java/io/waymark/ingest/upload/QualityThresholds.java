package io.waymark.ingest.upload;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/// From where on a figure of an upload is worth a warning, or holds it for a person to decide. The
/// same for all tenants of an installation.
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
}
