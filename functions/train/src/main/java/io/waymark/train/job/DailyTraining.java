package io.waymark.train.job;

import io.waymark.model.ModelName;
import io.waymark.model.ModelVersion;
import io.waymark.model.registry.ActiveModel;
import io.waymark.model.registry.ModelRegistry;
import io.waymark.tenancy.TenantId;
import io.waymark.training.Algorithms;
import java.time.Duration;
import java.util.Optional;

/// Trains a tenant's usual model where something was accepted that the active one does not know.
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
    /// The active model knows everything.
    record Unchanged(ModelVersion active) implements Outcome {}

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
    if (active.filter(version -> knowsAll(tenant, version)).isPresent()) {
      return new Outcome.Unchanged(active.orElseThrow());
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

  /// False, too, where nobody knows any more on what the version was trained.
  private boolean knowsAll(TenantId tenant, ModelVersion version) {
    Optional<String> wanted = Optional.of(version.value());
    return jobs.newest(tenant).stream()
        .filter(job -> job.status().modelVersion().equals(wanted))
        .flatMap(job -> job.status().data().stream())
        .anyMatch(known -> !accepted.look(tenant).hasMoreThan(known));
  }
}
