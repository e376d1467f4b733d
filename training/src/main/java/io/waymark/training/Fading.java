package io.waymark.training;

import java.util.Locale;

/// How much less what a user did counts the more came after it: with `newer` of the same user after
/// it, `floor + (1 − floor) · exp(−newer / length)`. By order and not by age, so that it means the
/// same to users who come daily and to users who come twice a year.
///
/// @param floor what the oldest counts, beside 1 for the newest; 1: all count the same
/// @param length after how many the way down to the floor is mostly gone
public record Fading(double floor, double length) {
  static final Fading NONE = new Fading(1, 1);

  /// As in manifests.
  static final String NAME = "fading";

  public Fading {
    if (!(floor >= 0 && floor <= 1 && length > 0)) {
      throw new IllegalArgumentException("a floor is 0 to 1, a length above 0");
    }
  }

  boolean none() {
    return floor == 1;
  }

  double share(int newer) {
    return floor + (1 - floor) * Math.exp(-newer / length);
  }

  /// Shares of a history, oldest first.
  float[] shares(int count) {
    float[] shares = new float[count];
    for (int at = 0; at < count; at++) {
      shares[at] = (float) share(count - 1 - at);
    }
    return shares;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "floor=%.2f length=%.0f", floor, length);
  }
}
