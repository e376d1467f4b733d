package io.waymark.train.job;

/// What became of the wish to train.
public sealed interface Started {
  /// The job is stored and on its way.
  record Queued(Job job) implements Started {}

  /// Another one trains the same model of the tenant.
  record AlreadyRunning(String jobId) implements Started {}
}
