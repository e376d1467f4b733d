package io.waymark.auth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/// The system's time, plus what tests have moved it by: forward only, since things made before
/// stay.
public final class TestClock extends Clock {
  private volatile Duration moved = Duration.ZERO;

  /// Lets `time` pass.
  public void pass(Duration time) {
    moved = moved.plus(time);
  }

  @Override
  public Instant instant() {
    return Instant.now().plus(moved).truncatedTo(ChronoUnit.MICROS);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException();
  }
}
