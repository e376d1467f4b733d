package io.waymark.ingest.quality;

/// How numbers are spread, in 40 kB however many there are: each is counted in the bucket of its
/// magnitude, the bounds of which are 2 % apart. What is asked of it is thus right to 1 % (as in
/// Masson et al., "DDSketch", 2019). What is nearer to 0 than 10⁻⁹ counts as 0, what is farther
/// than 10¹² as that.
final class Magnitudes {
  private static final double LEAST = 1e-9;
  private static final double MOST = 1e12;
  private static final double STEP = Math.log(1.02);
  private static final int ZERO = (int) Math.ceil(Math.log(MOST / LEAST) / STEP) + 1;

  private final long[] counts = new long[2 * ZERO + 1];
  private long total;

  void add(double value) {
    counts[bucket(value)]++;
    total++;
  }

  /// The value below which the share `part` of the numbers is; 0 where there is none.
  double quantile(double part) {
    long rank = Math.max(1, (long) Math.ceil(part * total));
    long passed = 0;
    for (int bucket = 0; bucket < counts.length; bucket++) {
      passed += counts[bucket];
      if (passed >= rank) {
        return value(bucket);
      }
    }
    return 0;
  }

  /// The share of the numbers below `least` or above `most`.
  double outside(double least, double most) {
    long outside = 0;
    for (int bucket = 0; bucket < counts.length; bucket++) {
      double value = value(bucket);
      if (value < least || value > most) {
        outside += counts[bucket];
      }
    }
    return total == 0 ? 0 : (double) outside / total;
  }

  private static int bucket(double value) {
    double size = Math.min(Math.abs(value), MOST);
    if (size < LEAST) {
      return ZERO;
    }
    int magnitude = Math.min(ZERO, 1 + (int) (Math.log(size / LEAST) / STEP));
    return value < 0 ? ZERO - magnitude : ZERO + magnitude;
  }

  /// The geometric middle of a bucket.
  private static double value(int bucket) {
    int magnitude = bucket - ZERO;
    double size = LEAST * Math.exp(STEP * (Math.abs(magnitude) - 0.5));
    return magnitude == 0 ? 0 : Math.copySign(size, magnitude);
  }
}
