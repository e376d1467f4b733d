package io.waymark.ingest.upload;

import java.util.Optional;
import java.util.OptionalDouble;

/// How far two fields go together, over the rows that have both.
final class Correlation {
  private long rows;
  private double meanOne;
  private double meanOther;
  private double squaresOne;
  private double squaresOther;
  private double products;

  void add(OptionalDouble one, OptionalDouble other) {
    if (one.isEmpty() || other.isEmpty()) {
      return;
    }
    rows++;
    double deltaOne = one.getAsDouble() - meanOne;
    double deltaOther = other.getAsDouble() - meanOther;
    meanOne += deltaOne / rows;
    meanOther += deltaOther / rows;
    double left = other.getAsDouble() - meanOther;
    squaresOne += deltaOne * (one.getAsDouble() - meanOne);
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
