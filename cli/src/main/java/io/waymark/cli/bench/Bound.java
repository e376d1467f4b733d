package io.waymark.cli.bench;

import java.math.BigDecimal;
import java.util.OptionalDouble;

/// What a figure is to keep.
///
/// @param stretch what would be better still
record Bound(Sense sense, double limit, OptionalDouble stretch) {
  /// Which side of a limit is good.
  enum Sense {
    AT_MOST,
    AT_LEAST
  }

  static Bound atMost(double limit) {
    return new Bound(Sense.AT_MOST, limit, OptionalDouble.empty());
  }

  static Bound atLeast(double limit) {
    return new Bound(Sense.AT_LEAST, limit, OptionalDouble.empty());
  }

  Bound stretched(double further) {
    return new Bound(sense, limit, OptionalDouble.of(further));
  }

  Verdict of(double value) {
    if (!keeps(value, limit)) {
      return Verdict.MISSED;
    }
    return stretch.isPresent() && keeps(value, stretch.getAsDouble())
        ? Verdict.MET_STRETCH
        : Verdict.MET;
  }

  private boolean keeps(double value, double of) {
    return switch (sense) {
      case AT_MOST -> value <= of;
      case AT_LEAST -> value >= of;
    };
  }

  /// Like `≤ 1.15`, with all its digits.
  String text() {
    String sign =
        switch (sense) {
          case AT_MOST -> "≤ ";
          case AT_LEAST -> "≥ ";
        };
    return sign + BigDecimal.valueOf(limit).stripTrailingZeros().toPlainString();
  }
}
