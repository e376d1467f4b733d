package io.waymark.train.job;

import io.waymark.model.ModelVersion;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import io.waymark.training.Metrics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps a running job's row up to date: a change of stage at once, progress at most every second,
/// and a sign of life every few seconds whatever the training does. A beat that cannot be written
/// is only missing.
final class Heartbeat implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
  private static final Duration BEAT = Duration.ofSeconds(20);
  private static final Duration FIRST_WAIT = Duration.ofMillis(100);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
  private static final Duration LEAST_BETWEEN = Duration.ofSeconds(1);

  private final JobStore jobs;
  private final TenantId tenant;
  private final Clock clock;
  private final ScheduledExecutorService beats =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("training-heartbeat").factory());
  private Job job;
  private Instant written;
  private boolean ended;

  Heartbeat(JobStore jobs, TenantId tenant, Job job, Clock clock) {
    this.jobs = jobs;
    this.tenant = tenant;
    this.job = job;
    this.clock = clock;
    this.written = clock.instant();
    Future<?> _ =
        beats.scheduleAtFixedRate(this::beat, BEAT.toSeconds(), BEAT.toSeconds(), TimeUnit.SECONDS);
  }

  synchronized Job job() {
    return job;
  }

  synchronized void at(String stage, double done) {
    Instant now = clock.instant();
    boolean changed = !stage.equals(job.status().stage());
    job = job.with(job.state(), job.status().at(stage, done), now);
    if (changed || !now.isBefore(written.plus(LEAST_BETWEEN))) {
      write(now);
    }
  }

  synchronized void read(AcceptedData data) {
    job = job.with(job.state(), job.status().read(data), clock.instant());
  }

  synchronized void measured(Metrics metrics, Metrics baseline) {
    job =
        job.with(
            job.state(),
            job.status().measured(metrics.byName(), baseline.byName()),
            clock.instant());
  }

  synchronized Job failed(String reason) {
    return job.with(JobState.FAILED, job.status().failed(reason), clock.instant());
  }

  synchronized Job refused(String reason) {
    return job.with(JobState.REFUSED, job.status().at("gate", 1).failed(reason), clock.instant());
  }

  /// Published, and kept from answering by the gate.
  synchronized Job held(ModelVersion version, String reason) {
    Job.Status status = job.status().published(version.value()).at("gate", 1).failed(reason);
    return job.with(JobState.REFUSED, status, clock.instant());
  }

  synchronized Job done(ModelVersion version) {
    return job.with(JobState.DONE, job.status().published(version.value()), clock.instant());
  }

  /// The last word on the job: said again, ever more slowly, until it is written or `until` comes,
  /// for it frees the lock of the model's name.
  ///
  /// @throws StoreUnavailableException where it is not written
  synchronized Job end(Job last, Instant until) {
    ended = true;
    job = last;
    for (Duration wait = FIRST_WAIT; ; wait = longer(wait)) {
      try {
        jobs.update(tenant, last);
        return last;
      } catch (StoreUnavailableException missing) {
        if (clock.instant().plus(wait).isAfter(until)) {
          throw missing;
        }
        LOG.warn("the end of training job {} is not written yet", job.id(), missing);
        pause(wait, missing);
      }
    }
  }

  private static Duration longer(Duration wait) {
    Duration twice = wait.multipliedBy(2);
    return twice.compareTo(LONGEST_WAIT) < 0 ? twice : LONGEST_WAIT;
  }

  private static void pause(Duration wait, StoreUnavailableException missing) {
    try {
      Thread.sleep(wait);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw missing;
    }
  }

  private synchronized void beat() {
    if (!ended) {
      Instant now = clock.instant();
      job = job.with(job.state(), job.status(), now);
      write(now);
    }
  }

  private void write(Instant now) {
    written = now;
    try {
      jobs.update(tenant, job);
    } catch (StoreUnavailableException missing) {
      LOG.warn("progress of training job {} not written", job.id(), missing);
    }
  }

  @Override
  public void close() {
    beats.shutdownNow();
  }
}
