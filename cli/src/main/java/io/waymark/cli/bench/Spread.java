package io.waymark.cli.bench;

import java.util.Arrays;
import java.util.Collection;

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

  static Spread of(double... rounds) {
    return of(Arrays.stream(rounds).boxed().toList());
  }
}
