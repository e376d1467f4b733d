package io.waymark.auth.deletions;

/// What stays of an audit log: the hash of its newest entry, which each entry before it is part of.
record AuditDigest(long entries, String hash) {
  /// Of a log without an entry.
  static final AuditDigest NONE = new AuditDigest(0, "0".repeat(64));
}
