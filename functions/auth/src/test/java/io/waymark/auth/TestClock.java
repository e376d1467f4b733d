package io.waymark.auth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;

/// Time that stands until a test moves it: forward only, since things made before stay. Each look
/// at it is a millisecond after the one before, so that what is made later has the greater id,
/// however slow the machine is.
public final class TestClock extends Clock {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.now().truncatedTo(ChronoUnit.MICROS));

  /// Lets `time` pass.
  public void pass(Duration time) {
    Instant _ = now.updateAndGet(before -> before.plus(time));
  }

  @Override
  public Instant instant() {
    return now.updateAndGet(before -> before.plusMillis(1));
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
