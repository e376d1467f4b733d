package io.waymark.loadtests;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/// Does something again and again while it is open.
record Ticker(ScheduledExecutorService thread) implements AutoCloseable {
  static Ticker every(Duration interval, Runnable tick) {
    ScheduledExecutorService thread =
        Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
    ScheduledFuture<?> _ =
        thread.scheduleAtFixedRate(
            tick, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    return new Ticker(thread);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
