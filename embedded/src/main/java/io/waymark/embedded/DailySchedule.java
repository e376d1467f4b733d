package io.waymark.embedded;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/// Runs something once a day at a time of UTC, apart from all other schedules: it may take long.
/// The clock is asked each time, so that a laptop that slept is late once.
final class DailySchedule implements AutoCloseable {
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("waymark-daily").factory());
  private final LocalTime time;
  private final Clock clock;
  private final Executor runner;
  private final Runnable work;

  private DailySchedule(LocalTime time, Clock clock, Executor runner, Runnable work) {
    this.time = time;
    this.clock = clock;
    this.runner = runner;
    this.work = work;
  }

  static DailySchedule start(LocalTime time, Clock clock, Executor runner, Runnable work) {
    DailySchedule schedule = new DailySchedule(time, clock, runner, work);
    schedule.next();
    return schedule;
  }

  private void next() {
    ScheduledFuture<?> _ =
        timer.schedule(
            () -> {
              runner.execute(work);
              next();
            },
            until(time, clock.instant()).toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /// From `now` to the next time that it is `time` of UTC; a whole day where it is that now.
  static Duration until(LocalTime time, Instant now) {
    OffsetDateTime today = now.atOffset(ZoneOffset.UTC);
    OffsetDateTime next = today.with(time);
    return Duration.between(today, next.isAfter(today) ? next : next.plusDays(1));
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
