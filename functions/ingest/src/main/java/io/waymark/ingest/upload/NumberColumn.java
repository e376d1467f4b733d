package io.waymark.ingest.upload;

import java.util.Optional;

/// Looks at a field of rows that need not have it. What is no number, NaN, counts as missing.
final class NumberColumn {
  private long rows;
  private long present;
  private double least = Double.POSITIVE_INFINITY;
  private double most = Double.NEGATIVE_INFINITY;
  private double mean;

  void add(double value) {
    rows++;
    if (!Double.isNaN(value)) {
      present++;
      least = Math.min(least, value);
      most = Math.max(most, value);
      mean += (value - mean) / present;
    }
  }

  void addMissing() {
    rows++;
  }

  Profile.Column column() {
    return new Profile.Column(
        rows == 0 ? 0 : (double) (rows - present) / rows,
        present == 0 ? Optional.empty() : Optional.of(new Profile.Range(least, most, mean)));
  }
}
