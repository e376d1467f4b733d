package io.waymark.embedded.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/// Which invocations run just now, those too that nobody waits for any more.
public final class RunningInvocations {
  private final List<String> running = new ArrayList<>();

  /// Runs `call` and counts it until it has ended.
  public byte[] count(String function, Callable<byte[]> call) throws Exception {
    synchronized (running) {
      running.add(function);
    }
    try {
      return call.call();
    } finally {
      synchronized (running) {
        boolean _ = running.remove(function);
        running.notifyAll();
      }
    }
  }

  /// Waits for the end of all.
  ///
  /// @return the functions of those that still run then
  public List<String> awaitEnd(Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    synchronized (running) {
      try {
        for (long left = atMost.toNanos();
            left > 0 && !running.isEmpty();
            left = end - System.nanoTime()) {
          TimeUnit.NANOSECONDS.timedWait(running, left);
        }
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
      return List.copyOf(running);
    }
  }
}
