package io.waymark.train.job;

import io.waymark.model.ModelName;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// One training of one model of a tenant.
///
/// @param id sortable by time
/// @param updatedAt when its process last said that it lives
public record Job(
    String id,
    ModelName name,
    String algorithm,
    JobState state,
    Status status,
    Instant createdAt,
    Instant updatedAt) {
  /// A running job speaks every few seconds, even where one step takes long.
  static final Duration SILENCE = Duration.ofMinutes(3);

  /// How long an asynchronous invocation may wait where others are busy.
  static final Duration QUEUE = Duration.ofMinutes(15);

  /// How far it is and what came of it.
  ///
  /// @param progress 0 to 1
  /// @param error why it was refused or failed
  /// @param data what it trained on, once it has read that
  public record Status(
      String stage,
      double progress,
      SortedMap<String, Double> metrics,
      SortedMap<String, Double> baseline,
      Optional<String> modelVersion,
      Optional<String> error,
      Optional<AcceptedData> data) {
    static final Status NEW =
        new Status(
            "queued",
            0,
            new TreeMap<>(),
            new TreeMap<>(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    public Status {
      metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
      baseline = Collections.unmodifiableSortedMap(new TreeMap<>(baseline));
      progress = Math.clamp(progress, 0, 1);
    }

    Status at(String next, double done) {
      return new Status(next, done, metrics, baseline, modelVersion, error, data);
    }

    Status failed(String reason) {
      return new Status(
          stage, progress, metrics, baseline, modelVersion, Optional.of(reason), data);
    }

    Status measured(SortedMap<String, Double> found, SortedMap<String, Double> popularity) {
      return new Status(stage, progress, found, popularity, modelVersion, error, data);
    }

    Status published(String version) {
      return new Status("done", 1, metrics, baseline, Optional.of(version), error, data);
    }

    /// The model answers, and nobody gets its vectors.
    Status withoutVectors() {
      return at("done without vectors", 1);
    }

    Status read(AcceptedData all) {
      return new Status(stage, progress, metrics, baseline, modelVersion, error, Optional.of(all));
    }
  }

  Job with(JobState next, Status now, Instant at) {
    return new Job(id, name, algorithm, next, now, createdAt, at);
  }

  /// Whether its process can still be at work at `now`.
  boolean alive(Instant now) {
    Duration patience = state == JobState.QUEUED ? QUEUE : SILENCE;
    return state.alive() && now.isBefore(updatedAt.plus(patience));
  }

  /// As callers see it: a job whose process fell silent has failed.
  Job seenAt(Instant now) {
    if (!state.alive() || alive(now)) {
      return this;
    }
    String reason =
        state == JobState.QUEUED
            ? "the job was never begun; start it again"
            : "the job's process ended without a word; start it again";
    return with(JobState.FAILED, status.failed(reason), updatedAt);
  }
}
