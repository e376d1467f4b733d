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
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs something once a day at a time of UTC, apart from all other schedules: it may take long. A
/// day whose run is still under way at that time is left out. The clock is asked each time, so that
/// a laptop that slept is late once.
final class DailySchedule implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DailySchedule.class);

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("waymark-daily").factory());
  private final AtomicBoolean running = new AtomicBoolean();
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
    schedule.at(next(time, clock.instant()));
    return schedule;
  }

  /// For the day that `planned` is of; the next one follows it, whatever the clock says by then.
  private void at(Instant planned) {
    ScheduledFuture<?> _ =
        timer.schedule(
            () -> {
              Instant now = clock.instant();
              if (now.isBefore(planned)) { // the timer runs by another clock
                at(planned);
              } else {
                runner.execute(this::runOnce);
                at(next(time, now));
              }
            },
            Math.max(0, Duration.between(clock.instant(), planned).toNanos()),
            TimeUnit.NANOSECONDS);
  }

  private void runOnce() {
    if (!running.compareAndSet(false, true)) {
      LOG.warn("the run of the day before is still under way; today's is left out");
      return;
    }
    try {
      work.run();
    } finally {
      running.set(false);
    }
  }

  /// When it is `time` of UTC after `now`.
  static Instant next(LocalTime time, Instant now) {
    OffsetDateTime today = now.atOffset(ZoneOffset.UTC);
    OffsetDateTime next = today.with(time);
    return (next.isAfter(today) ? next : next.plusDays(1)).toInstant();
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
