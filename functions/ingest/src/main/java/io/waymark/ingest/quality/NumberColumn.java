package io.waymark.ingest.quality;

import java.util.Optional;

/// Looks at a field of rows that need not have it, in one pass. What is no number, NaN, counts as
/// missing. Mean, deviation and skewness are kept as running moments (Pébay, "Formulas for robust,
/// one-pass parallel computation of covariances and arbitrary-order statistical moments", 2008).
final class NumberColumn {
  /// So many different values are told apart; where there are more, none is frequent.
  private static final int VALUES = 4096;

  /// Tukey's "far out": so many widths of the middle half beyond its bounds.
  private static final double FAR = 3;

  private final KeyCounts values = new KeyCounts(VALUES);
  private final Magnitudes magnitudes = new Magnitudes();
  private long rows;
  private long present;
  private double least = Double.POSITIVE_INFINITY;
  private double most = Double.NEGATIVE_INFINITY;
  private double mean;
  private double squares;
  private double cubes;
  private double top;

  void add(double value) {
    rows++;
    if (!Double.isNaN(value)) {
      present++;
      least = Math.min(least, value);
      most = Math.max(most, value);
      double delta = value - mean;
      double part = delta / present;
      double grown = delta * part * (present - 1);
      cubes += grown * part * (present - 2) - 3 * part * squares;
      squares += grown;
      mean += part;
      magnitudes.add(value);
      if (values.add(KeyCounts.hash(Double.doubleToLongBits(value + 0.0)))) {
        top = value;
      }
    }
  }

  void addMissing() {
    rows++;
  }

  Profile.Column column() {
    return new Profile.Column(
        rows == 0 ? 0 : (double) (rows - present) / rows,
        present == 0
            ? Optional.empty()
            : Optional.of(range(top, (double) values.topCount() / present)));
  }

  private Profile.Range range(double top, double topShare) {
    return new Profile.Range(
        least,
        most,
        mean,
        finite(Math.sqrt(squares / present), Double.MAX_VALUE),
        finite(Math.sqrt((double) present) * cubes / Math.pow(squares, 1.5), 0),
        spread(top, topShare));
  }

  private Profile.Spread spread(double top, double topShare) {
    double lower = magnitudes.quantile(0.25);
    double upper = magnitudes.quantile(0.75);
    double width = upper - lower;
    double outliers = width == 0 ? 0 : magnitudes.outside(lower - FAR * width, upper + FAR * width);
    return new Profile.Spread(lower, magnitudes.quantile(0.5), upper, outliers, top, topShare);
  }

  /// JSON has neither infinity nor NaN.
  private static double finite(double value, double otherwise) {
    return Double.isFinite(value) ? value : otherwise;
  }
}
