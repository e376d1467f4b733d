package io.waymark.auth.deletions;

/// What became of the wish to delete a tenant.
sealed interface DeletionResult {
  /// It is being deleted, or was.
  record Deleted(Deletion deletion) implements DeletionResult {}

  /// Its credentials still hold: it is to be suspended first.
  record NotSuspended() implements DeletionResult {}

  /// It operates the installation.
  record Operators() implements DeletionResult {}

  /// There is no such tenant.
  record Unknown() implements DeletionResult {}
}
