package io.waymark.interactions;

import java.time.Duration;
import java.time.Instant;

/// What numbers and times of an interaction are taken, and taken as they are.
///
/// @param latest milliseconds since 1970
public record InteractionBounds(long latest) {
  public static final double MOST_RATING = 5;
  public static final double MOST_VALUE = 1e12;
  public static final double MOST_SECONDS = Duration.ofDays(31).toSeconds();
  public static final int MOST_POSITION = 10_000;
  public static final Instant EARLIEST = Instant.parse("1995-01-01T00:00:00Z");

  /// DynamoDB has no number but 0 below 10⁻¹³⁰; no money, rating or duration comes near.
  public static final double LEAST = 1e-100;

  private static final long EARLIEST_MILLIS = EARLIEST.toEpochMilli();

  /// Whether a time is taken.
  ///
  /// @param millis since 1970
  public boolean isTime(long millis) {
    return millis >= EARLIEST_MILLIS && millis <= latest;
  }

  /// Whether it is taken as `rating`.
  public boolean isRating(double number) {
    return number >= 0 && number <= MOST_RATING && isPlain(number);
  }

  /// Whether it is taken as `value`.
  public boolean isValue(double number) {
    return Math.abs(number) <= MOST_VALUE && isPlain(number);
  }

  /// Whether it is taken as `duration_seconds`.
  public boolean isDuration(double number) {
    return number >= 0 && number <= MOST_SECONDS && isPlain(number);
  }

  private static boolean isPlain(double number) {
    return number == 0 || Math.abs(number) >= LEAST;
  }
}
