package io.waymark.train.job;

import io.waymark.model.ModelName;
import io.waymark.model.ModelVersion;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Starts jobs and tells how they stand.
public final class Jobs {
  private static final int LISTED = 50;

  private final JobStore store;
  private final JobStarter starter;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  public Jobs(JobStore store, JobStarter starter, Clock clock) {
    this.store = store;
    this.starter = starter;
    this.clock = clock;
  }

  /// Stores a job, then has it run. Where that cannot be asked for, the job ends as failed.
  public Started start(TenantId tenant, ModelName name, String algorithm) {
    Started started = queue(tenant, name, algorithm);
    if (started instanceof Started.Queued(Job job)) {
      try {
        starter.start(tenant, job.id());
      } catch (StoreUnavailableException unavailable) {
        store.update(
            tenant,
            job.with(
                JobState.FAILED,
                job.status().failed("the job could not be started"),
                clock.instant()));
        throw unavailable;
      }
    }
    return started;
  }

  /// Stores a job that the caller runs.
  Started queue(TenantId tenant, ModelName name, String algorithm) {
    Instant now = clock.instant();
    // The same shape as a version: sortable by time.
    String id = ModelVersion.at(now, random.nextInt()).value();
    Job job = new Job(id, name, algorithm, JobState.QUEUED, Job.Status.NEW, now, now);
    return store
        .queue(tenant, job, now)
        .<Started>map(Started.AlreadyRunning::new)
        .orElseGet(() -> new Started.Queued(job));
  }

  public Optional<Job> find(TenantId tenant, String jobId) {
    return store.find(tenant, jobId).map(job -> job.seenAt(clock.instant()));
  }

  public List<Job> newest(TenantId tenant) {
    Instant now = clock.instant();
    return store.newest(tenant, LISTED).stream().map(job -> job.seenAt(now)).toList();
  }
}
