package io.waymark.cli.bench;

import java.util.Locale;

/// Figures as people read them.
final class Numbers {
  private Numbers() {}

  /// With about three digits that count.
  static String text(double value) {
    double size = Math.abs(value);
    if (size >= 100 || value == Math.rint(value)) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    return String.format(Locale.ROOT, size >= 10 ? "%.1f" : size >= 0.1 ? "%.2f" : "%.4f", value);
  }
}
