package io.waymark.ingest.quality;

import java.util.Optional;

/// How far two fields go together, over the rows that have both.
final class Correlation {
  private long rows;
  private double meanOne;
  private double meanOther;
  private double squaresOne;
  private double squaresOther;
  private double products;

  /// Adds a row; one without either says nothing.
  ///
  /// @param one NaN where the row has none
  /// @param other likewise
  void add(double one, double other) {
    if (Double.isNaN(one) || Double.isNaN(other)) {
      return;
    }
    rows++;
    double deltaOne = one - meanOne;
    double deltaOther = other - meanOther;
    meanOne += deltaOne / rows;
    meanOther += deltaOther / rows;
    double left = other - meanOther;
    squaresOne += deltaOne * (one - meanOne);
    squaresOther += deltaOther * left;
    products += deltaOne * left;
  }

  /// Pearson's coefficient; none where one of the fields is constant.
  Optional<Profile.Pair> pair() {
    double r = products / Math.sqrt(squaresOne * squaresOther);
    return Double.isFinite(r)
        ? Optional.of(new Profile.Pair(rows, Math.clamp(r, -1.0, 1.0)))
        : Optional.empty();
  }
}
