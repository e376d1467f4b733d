package io.waymark.localstack.deployed;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Asks again until it is so.
final class Await {
  private static final Duration PAUSE = Duration.ofMillis(200);

  private Await() {}

  static <T> T until(String what, Duration within, Supplier<T> question, Predicate<T> so) {
    long end = System.nanoTime() + within.toNanos();
    T last = question.get();
    while (!so.test(last)) {
      if (System.nanoTime() > end) {
        throw new AssertionError(
            "%s: not within %d s; last: %s".formatted(what, within.toSeconds(), last));
      }
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted while waiting for " + what, e);
      }
      last = question.get();
    }
    return last;
  }
}
