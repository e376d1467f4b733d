package io.waymark.edge.idempotency;

import io.waymark.tenancy.TenantId;
import java.time.Instant;

/// Keeps the answers of requests that may be sent again.
interface IdempotencyStore {
  /// Claims the request `row` for `attempt`, unless another one runs or has been answered. A claim
  /// ends by itself at `claim.until`, since who made it may have died.
  ///
  /// @param row names the request within its tenant
  Claim begin(TenantId tenant, String row, Attempt attempt, Instant now);

  /// Keeps the answer of a claimed request until `expiresAt`; nothing where `attempt` has lost its
  /// claim.
  void finish(TenantId tenant, String row, Attempt attempt, String answer, Instant expiresAt);

  /// Gives a claim up, so that the request may be sent again.
  void abandon(TenantId tenant, String row, Attempt attempt);

  /// One time that a request was sent.
  ///
  /// @param id of its own
  /// @param body what stands for its body
  /// @param until when its claim ends by itself
  record Attempt(String id, String body, Instant until) {}

  /// What became of a claim.
  sealed interface Claim {
    /// The request is this attempt's to run.
    record Mine() implements Claim {}

    /// Another attempt runs.
    record Running() implements Claim {}

    /// It was answered.
    ///
    /// @param body what stands for the body it had
    record Answered(String body, String answer) implements Claim {}
  }
}
