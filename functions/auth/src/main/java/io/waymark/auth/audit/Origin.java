package io.waymark.auth.audit;

/// Where what is being done was asked from.
interface Origin {
  /// A source address; [AuditEntry#SYSTEM] where nobody asked.
  String current();
}
