package io.waymark.localstack.deployed;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Asks again until it is so: soon at first, then ever less often, for each question is work for
/// the machine that has to get it done. A question that fails is asked again too: whoever answers
/// may be starting.
final class Await {
  /// Where nothing is promised but that it comes; a machine may be busy with much else.
  private static final Duration AT_LAST = Duration.ofMinutes(6);

  private static final long FIRST_PAUSE_MS = 200;
  private static final long LONGEST_PAUSE_MS = 1_000;

  /// One slow answer must not use up the time of all.
  private static final int LEAST_QUESTIONS = 5;

  private Await() {}

  static <T> T until(String what, Supplier<T> question, Predicate<T> so) {
    return until(what, AT_LAST, question, so);
  }

  static <T> T until(String what, Duration within, Supplier<T> question, Predicate<T> so) {
    long end = System.nanoTime() + within.toNanos();
    long pause = FIRST_PAUSE_MS;
    for (int asked = 1; ; asked++) {
      boolean last = asked >= LEAST_QUESTIONS && System.nanoTime() > end;
      String said;
      try {
        T answer = question.get();
        if (so.test(answer)) {
          return answer;
        }
        said = String.valueOf(answer);
      } catch (AssertionError failed) {
        said = String.valueOf(failed.getMessage());
      }
      if (last) {
        throw new AssertionError(
            "%s: not within %d s; last: %s".formatted(what, within.toSeconds(), said));
      }
      pause(pause, what);
      pause = Math.min(pause * 3 / 2, LONGEST_PAUSE_MS);
    }
  }

  private static void pause(long millis, String what) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting: " + what, e);
    }
  }
}
