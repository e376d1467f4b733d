package io.waymark.interactions;

import java.util.Optional;
import java.util.OptionalDouble;

/// What raw values mean as ids and as numbers, wherever they come from.
public final class Cells {
  /// Doubles hold every whole number up to here.
  private static final double MOST_EXACT = 9_007_199_254_740_992.0;

  private Cells() {}

  /// As an id: a text as it is, a whole number by its digits; empty where it can be none.
  public static Optional<String> id(Cell cell) {
    return switch (cell) {
      case Cell.Text text -> Optional.of(text.value());
      case Cell.Whole whole -> Optional.of(Long.toString(whole.value()));
      case Cell.Decimal decimal ->
          decimal.value() == Math.rint(decimal.value()) && Math.abs(decimal.value()) < MOST_EXACT
              ? Optional.of(Long.toString((long) decimal.value()))
              : Optional.empty();
      case Cell.Absent _, Cell.Flag _, Cell.Moment _, Cell.Nested _ -> Optional.empty();
    };
  }

  /// As a number, also where a text writes one out; empty where it is none.
  public static OptionalDouble number(Cell cell) {
    return switch (cell) {
      case Cell.Whole whole -> OptionalDouble.of((double) whole.value());
      case Cell.Decimal decimal -> OptionalDouble.of(decimal.value());
      case Cell.Text text -> parsed(text.value().strip());
      case Cell.Absent _, Cell.Flag _, Cell.Moment _, Cell.Nested _ -> OptionalDouble.empty();
    };
  }

  private static OptionalDouble parsed(String text) {
    // Double.parseDouble also takes "NaN", "0x1p3" and "1d".
    for (int at = 0; at < text.length(); at++) {
      char character = text.charAt(at);
      if ((character < '0' || character > '9') && "+-.eE".indexOf(character) < 0) {
        return OptionalDouble.empty();
      }
    }
    try {
      return OptionalDouble.of(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }
}
