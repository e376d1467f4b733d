package io.waymark.recommend.outcomes;

import java.util.Optional;

/// Shares of trials that came to something, with 95 % intervals.
///
/// For one share that of Wilson's score, which stays within 0 and 1 and holds with few trials and
/// with shares close to 0, as shares of clicks are: E. B. Wilson, Probable inference, the law of
/// succession, and statistical inference, JASA 22 (1927). For the difference of two that which
/// Newcombe makes of both Wilson intervals (his method 10): R. G. Newcombe, Interval estimation for
/// the difference between independent proportions, Statistics in Medicine 17 (1998).
///
/// Both take trials for independent of each other.
final class Rates {
  /// Of a normal distribution, 95 % lie within so many standard deviations.
  private static final double Z = 1.959963984540054;

  private Rates() {}

  /// Empty where there were no trials, or more came of them than there were.
  static Optional<Interval> of(long successes, long trials) {
    if (trials < 1 || successes > trials) {
      return Optional.empty();
    }
    double count = trials;
    double share = successes / count;
    double scale = 1 + Z * Z / count;
    double centre = (share + Z * Z / (2 * count)) / scale;
    double half = Z * Math.sqrt(share * (1 - share) / count + Z * Z / (4 * count * count)) / scale;
    return Optional.of(
        new Interval(
            share,
            successes == 0 ? 0 : Math.max(0, centre - half),
            successes == trials ? 1 : Math.min(1, centre + half)));
  }

  /// By how much `other` is above `first`.
  static Interval difference(Interval first, Interval other) {
    double value = other.value() - first.value();
    return new Interval(
        value,
        value - Math.hypot(other.value() - other.low(), first.high() - first.value()),
        value + Math.hypot(other.high() - other.value(), first.value() - first.low()));
  }
}
