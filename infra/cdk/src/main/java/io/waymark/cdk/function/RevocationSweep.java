package io.waymark.cdk.function;

import software.constructs.Construct;

/// Calls the function that brings unwritten revocations to the hot path. Each call wakes the
/// database, so it is rare: a revocation is written as it is made, and only one whose write failed
/// waits for the next call or the tenant's next change.
final class RevocationSweep extends Construct {
  RevocationSweep(Construct scope, String id, JavaFunction function, DeadLetters letters) {
    super(scope, id);
    Hourly.call(
        this, function, letters, "Revocations that could not be written when they were made");
  }
}
