package io.waymark.cli.bench;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;

/// What several rounds of the same measurement gave.
///
/// @param middle of the rounds, the lower one of two
record Spread(double middle, double least, double most) {
  static Spread of(Collection<Double> rounds) {
    if (rounds.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured");
    }
    double[] rising = rounds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return new Spread(rising[(rising.length - 1) / 2], rising[0], rising[rising.length - 1]);
  }

  /// Of one of the things that were measured.
  static Spread of(Map<String, Spread> measured, String name) {
    Spread spread = measured.get(name);
    if (spread == null) {
      throw new IllegalStateException(name + " was not measured");
    }
    return spread;
  }

  static Spread of(double... rounds) {
    return of(Arrays.stream(rounds).boxed().toList());
  }
}
