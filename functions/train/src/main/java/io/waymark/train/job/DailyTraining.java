package io.waymark.train.job;

import io.waymark.model.ModelName;
import io.waymark.model.ModelVersion;
import io.waymark.model.registry.ActiveModel;
import io.waymark.model.registry.ModelRegistry;
import io.waymark.tenancy.TenantId;
import io.waymark.training.Algorithms;
import java.time.Duration;
import java.util.Optional;

/// Trains a tenant's usual model where something was accepted since it was last trained or refused.
/// Which version answers meanwhile is not asked: one that somebody activated, or went back to,
/// stays until there are newer data.
public final class DailyTraining {
  private final AcceptedDataStore accepted;
  private final ModelRegistry registry;
  private final Jobs jobs;
  private final TrainingRun run;

  public DailyTraining(
      AcceptedDataStore accepted, ModelRegistry registry, Jobs jobs, TrainingRun run) {
    this.accepted = accepted;
    this.registry = registry;
    this.jobs = jobs;
    this.run = run;
  }

  /// What came of it.
  public sealed interface Outcome {
    /// A training would read what the last one read.
    ///
    /// @param active empty where that one was refused and none answers
    record Unchanged(Optional<ModelVersion> active) implements Outcome {}

    /// A job waits for a process of its own.
    record Queued(Job job) implements Outcome {}

    /// A job ran to its end.
    record Ended(Job job) implements Outcome {}

    /// Another job trains this model.
    record Busy(String jobId) implements Outcome {}
  }

  /// Runs a job to its end, if one is needed.
  ///
  /// @param left until this process is stopped
  public Outcome train(TenantId tenant, Duration left) {
    Outcome queued = queue(tenant);
    if (queued instanceof Outcome.Queued(Job job)) {
      return run.run(tenant, job.id(), left)
          .<Outcome>map(Outcome.Ended::new)
          .orElseGet(() -> new Outcome.Busy(job.id()));
    }
    return queued;
  }

  /// Stores a job for another process to run, if one is needed.
  public Outcome queue(TenantId tenant) {
    Optional<ModelVersion> active =
        registry.active(tenant, ModelName.DEFAULT).map(ActiveModel::version);
    if (knowsAll(tenant, active)) {
      return new Outcome.Unchanged(active);
    }
    return switch (jobs.queue(tenant, ModelName.DEFAULT, Algorithms.AUTO)) {
      case Started.AlreadyRunning(String jobId) -> new Outcome.Busy(jobId);
      case Started.Queued(Job job) -> new Outcome.Queued(job);
    };
  }

  /// A job that another process had to run: one that it has left alone or silently has not ended as
  /// done.
  public Outcome ended(TenantId tenant, String jobId) {
    return new Outcome.Ended(
        jobs.find(tenant, jobId)
            .orElseThrow(() -> new IllegalArgumentException("no job " + jobId + " of " + tenant)));
  }

  /// Whether the last training that came to a result read everything there is. False, too, where
  /// nobody knows any more what it read, or its model is gone.
  private boolean knowsAll(TenantId tenant, Optional<ModelVersion> active) {
    return jobs.newest(tenant).stream()
        .filter(job -> job.name().equals(ModelName.DEFAULT))
        .filter(job -> isResult(job.state()))
        .findFirst()
        .filter(job -> active.isPresent() || job.state() == JobState.REFUSED)
        .flatMap(job -> job.status().data())
        .filter(known -> !accepted.look(tenant).hasMoreThan(known))
        .isPresent();
  }

  private static boolean isResult(JobState state) {
    return switch (state) {
      case DONE, REFUSED -> true;
      case QUEUED, RUNNING, FAILED -> false;
    };
  }
}
