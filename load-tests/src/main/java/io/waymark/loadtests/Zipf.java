package io.waymark.loadtests;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Draws ranks of which the first is the most frequent: rank `r` (from 0) with a probability
/// proportional to `1 / (r + 1)^exponent`.
final class Zipf {
  private final double[] cumulated;

  Zipf(int ranks, double exponent) {
    if (ranks < 1) {
      throw new IllegalArgumentException("ranks must be at least 1");
    }
    cumulated = new double[ranks];
    double sum = 0;
    for (int rank = 0; rank < ranks; rank++) {
      sum += Math.pow(rank + 1.0, -exponent);
      cumulated[rank] = sum;
    }
  }

  int draw(RandomGenerator random) {
    double drawn = random.nextDouble() * cumulated[cumulated.length - 1];
    int found = Arrays.binarySearch(cumulated, drawn);
    return found >= 0 ? Math.min(found + 1, cumulated.length - 1) : -found - 1;
  }
}
