package io.waymark.interactions;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/// Reads times: RFC 3339 (`T` or a blank between date and time, a zone always), epoch seconds or
/// epoch milliseconds.
final class Timestamps {
  /// Numbers from here on are milliseconds: as seconds this is the year 5138, as milliseconds 1973.
  private static final double LEAST_MILLIS = 1e11;

  /// As milliseconds the year 33658; beyond, an [Instant] would not print as RFC 3339 any more.
  private static final double MOST_MILLIS = 1e15;

  private Timestamps() {}

  static Optional<Instant> parse(Cell cell) {
    return switch (cell) {
      case Cell.Moment moment -> Optional.of(moment.value());
      case Cell.Whole whole -> epoch((double) whole.value());
      case Cell.Decimal decimal -> epoch(decimal.value());
      case Cell.Text text -> text(text.value().strip());
      case Cell.Absent _, Cell.Flag _, Cell.Nested _ -> Optional.empty();
    };
  }

  private static Optional<Instant> epoch(double number) {
    double millis = Math.abs(number) < LEAST_MILLIS ? number * 1000 : number;
    if (!(Math.abs(millis) < MOST_MILLIS)) {
      return Optional.empty();
    }
    return Optional.of(Instant.ofEpochMilli(Math.round(millis)));
  }

  private static Optional<Instant> text(String text) {
    try {
      if (isNumber(text)) {
        return epoch(Double.parseDouble(text));
      }
      // "2026-01-31 12:00:00Z": RFC 3339 allows the blank, OffsetDateTime does not.
      String iso =
          text.length() > 10 && text.charAt(10) == ' '
              ? text.substring(0, 10) + 'T' + text.substring(11)
              : text;
      return Optional.of(OffsetDateTime.parse(iso).toInstant());
    } catch (DateTimeException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static boolean isNumber(String text) {
    boolean digits = false;
    for (int at = 0; at < text.length(); at++) {
      char character = text.charAt(at);
      if (character >= '0' && character <= '9') {
        digits = true;
      } else if (character != '.' && !(character == '-' && at == 0)) {
        return false;
      }
    }
    return digits;
  }
}
