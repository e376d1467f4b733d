package io.waymark.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/// Waits for what another thread brings about.
public final class Eventually {
  private static final Duration MOST = Duration.ofSeconds(20);

  private Eventually() {}

  public static void await(Callable<Boolean> condition) throws Exception {
    long until = System.nanoTime() + MOST.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("the condition comes true in time").isLessThan(until);
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }
}
