package io.waymark.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DailyScheduleTest {
  private static final LocalTime THREE = LocalTime.of(3, 0);

  @Test
  void comesAtItsTimeOfTheDay() {
    assertThat(afterThree("2026-01-31T02:59:59.900Z")).isEqualTo("2026-01-31T03:00:00Z");
    assertThat(afterThree("2026-01-31T03:00:00Z")).isEqualTo("2026-02-01T03:00:00Z");
    assertThat(afterThree("2026-01-31T03:00:01Z")).isEqualTo("2026-02-01T03:00:00Z");
    assertThat(afterThree("2026-01-31T00:00:00Z")).isEqualTo("2026-01-31T03:00:00Z");
  }

  /// The timer may be early by the wall clock, which then says a moment before three.
  @Test
  void runsOnceHoweverEarlyItsTimerIs() throws InterruptedException {
    Said clock =
        new Said(
            "2026-01-31T02:59:59.999Z", // to plan by
            "2026-01-31T02:59:59.999Z", // how long until then
            "2026-01-31T02:59:59.9996Z", // fired early
            "2026-01-31T02:59:59.9996Z", // how long until then
            "2026-01-31T03:00:00.0001Z"); // fired, and from then on
    LinkedBlockingQueue<Runnable> begun = new LinkedBlockingQueue<>();
    try (DailySchedule _ = DailySchedule.start(THREE, clock, begun::add, () -> {})) {
      assertThat(begun.poll(2, TimeUnit.MINUTES)).isNotNull();
      clock.awaitAllSaid();
      assertThat(begun).isEmpty();
    }
  }

  @Test
  void leavesADayOutWhoseRunBeforeIsUnderWay() throws InterruptedException {
    Said clock =
        new Said(
            "2026-01-31T02:59:59.999Z",
            "2026-01-31T02:59:59.999Z",
            "2026-01-31T03:00:00Z",
            "2026-02-01T02:59:59.999Z",
            "2026-02-01T03:00:00Z");
    LinkedBlockingQueue<Runnable> begun = new LinkedBlockingQueue<>();
    LinkedBlockingQueue<String> ran = new LinkedBlockingQueue<>();
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Runnable work =
        () -> {
          ran.add("run");
          first.countDown();
          awaitQuietly(end);
        };
    try (DailySchedule _ = DailySchedule.start(THREE, clock, begun::add, work)) {
      Thread running = Thread.startVirtualThread(begun.take());
      assertThat(first.await(2, TimeUnit.MINUTES)).isTrue();
      begun.take().run();
      assertThat(ran).hasSize(1);
      end.countDown();
      running.join();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String afterThree(String now) {
    return DailySchedule.next(THREE, Instant.parse(now)).toString();
  }

  /// A clock that says these one after the other, the last of them for good.
  private static final class Said extends Clock {
    private final Queue<Instant> left = new ArrayDeque<>();
    private final CountDownLatch allSaid = new CountDownLatch(1);
    private Instant last = Instant.EPOCH;

    private Said(String... instants) {
      List.of(instants).forEach(each -> left.add(Instant.parse(each)));
    }

    @Override
    public synchronized Instant instant() {
      Instant next = left.poll();
      if (next == null) {
        allSaid.countDown();
        return last;
      }
      last = next;
      return next;
    }

    private void awaitAllSaid() throws InterruptedException {
      assertThat(allSaid.await(2, TimeUnit.MINUTES)).isTrue();
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
