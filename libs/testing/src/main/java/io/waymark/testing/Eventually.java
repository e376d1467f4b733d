package io.waymark.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/// Waits for what another thread brings about. The caller's own thread looks, and nothing
/// interrupts it: a call of a service that is cut off amid its answer fails in ways of its own.
public final class Eventually {
  /// On a machine that has much else to do, seconds become a minute.
  private static final Duration MOST = Duration.ofMinutes(2);

  private Eventually() {}

  /// Returns once `condition` holds, and fails where it does not in two minutes.
  public static void await(Callable<Boolean> condition) throws Exception {
    long until = System.nanoTime() + MOST.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("the condition comes true in time").isLessThan(until);
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }
}
