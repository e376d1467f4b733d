package io.waymark.loadtests;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// When the arrivals of a constant rate are due, counted from the first one. What starts late is
/// measured from when it was due: otherwise a stall of service or generator would hide in requests
/// that were never sent in time (coordinated omission). What starts early counts from its start.
final class Arrivals {
  private static final double SECOND = 1e9;
  private static final long NONE = Long.MIN_VALUE;

  private final double interval;
  private final LongSupplier clock;
  private final AtomicLong count = new AtomicLong();
  private final AtomicLong first = new AtomicLong(NONE);

  Arrivals(int rate, LongSupplier clock) {
    this.interval = SECOND / rate;
    this.clock = clock;
  }

  long next() {
    long now = clock.getAsLong();
    first.compareAndSet(NONE, now);
    long due = first.get() + Math.round(count.getAndIncrement() * interval);
    return Math.min(due, now);
  }
}
