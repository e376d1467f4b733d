package io.waymark.interactions;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Optional;

/// Reads times: RFC 3339 (`T` or a blank between date and time, a zone always), epoch seconds or
/// epoch milliseconds.
final class Timestamps {
  /// Numbers from here on are milliseconds: as seconds this is the year 5138, as milliseconds 1973.
  private static final double LEAST_MILLIS = 1e11;

  /// As milliseconds the year 33658; beyond, an [Instant] would not print as RFC 3339 any more.
  private static final double MOST_MILLIS = 1e15;

  private static final String USUAL = "0000-00-00T00:00:00Z";

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
      if (text.length() == USUAL.length() && text.charAt(USUAL.length() - 1) == 'Z') {
        Optional<Instant> usual = usual(text);
        if (usual.isPresent()) {
          return usual;
        }
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

  /// What nearly every file has, read without a formatter, which would take most of the time that
  /// reading a file takes; empty where it is not of just this shape, which does not make it wrong.
  private static Optional<Instant> usual(String text) {
    for (int at = 0; at < USUAL.length() - 1; at++) {
      char wanted = USUAL.charAt(at);
      char character = text.charAt(at);
      boolean fits = wanted == '0' ? character >= '0' && character <= '9' : character == wanted;
      if (!fits && !(wanted == 'T' && character == ' ')) {
        return Optional.empty();
      }
    }
    long day =
        LocalDate.of(digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2)).toEpochDay();
    int hour = digits(text, 11, 2);
    int minute = digits(text, 14, 2);
    int second = digits(text, 17, 2);
    if (hour > 23 || minute > 59 || second > 59) {
      return Optional.empty();
    }
    return Optional.of(Instant.ofEpochSecond(day * 86_400 + hour * 3_600L + minute * 60L + second));
  }

  private static int digits(String text, int from, int count) {
    int value = 0;
    for (int at = from; at < from + count; at++) {
      value = value * 10 + (text.charAt(at) - '0');
    }
    return value;
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
