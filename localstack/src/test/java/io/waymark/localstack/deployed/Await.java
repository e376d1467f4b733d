package io.waymark.localstack.deployed;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Asks again until it is so: soon at first, then ever less often, for each question is work for
/// the machine that has to get it done.
final class Await {
  private static final long FIRST_PAUSE_MS = 200;
  private static final long LONGEST_PAUSE_MS = 1_000;

  private Await() {}

  static <T> T until(String what, Duration within, Supplier<T> question, Predicate<T> so) {
    long end = System.nanoTime() + within.toNanos();
    long pause = FIRST_PAUSE_MS;
    T last = question.get();
    while (!so.test(last)) {
      if (System.nanoTime() > end) {
        throw new AssertionError(
            "%s: not within %d s; last: %s".formatted(what, within.toSeconds(), last));
      }
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted while waiting for " + what, e);
      }
      pause = Math.min(pause * 3 / 2, LONGEST_PAUSE_MS);
      last = question.get();
    }
    return last;
  }
}
