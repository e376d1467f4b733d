package io.waymark.model.registry;

import java.time.Instant;
import java.util.Optional;

/// Who did something, and when.
///
/// @param by a member's or key's id as the audit log has it, or `job:` and the id of a training
///   job; empty where nobody wrote it down, as in rows of earlier deployments
public record Deed(Optional<String> by, Instant at) {
  private static final String JOB = "job:";

  /// What `who` did.
  public static Deed of(String who, Instant at) {
    return new Deed(Optional.of(who), at);
  }

  /// What a training job did.
  public static Deed ofJob(String jobId, Instant at) {
    return of(JOB + jobId, at);
  }

  /// Of whoever it was.
  public static Deed ofSomebody(Instant at) {
    return new Deed(Optional.empty(), at);
  }
}
