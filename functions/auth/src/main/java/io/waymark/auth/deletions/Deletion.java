package io.waymark.auth.deletions;

import io.waymark.tenancy.TenantId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The deletion of a tenant, as far as it is.
///
/// @param digest of its audit log, once the operators' log has it
/// @param removed how much each store has lost
/// @param completedAt when everything was gone through
/// @param lookedAgainAt when it was once more, after all that was on its way had arrived
record Deletion(
    TenantId tenant,
    Instant requestedAt,
    Optional<AuditDigest> digest,
    Map<String, Long> removed,
    Optional<Instant> completedAt,
    Optional<Instant> lookedAgainAt) {
  Deletion {
    removed = Map.copyOf(removed);
  }

  static Deletion begin(TenantId tenant, Instant now) {
    return new Deletion(
        tenant, now, Optional.empty(), Map.of(), Optional.empty(), Optional.empty());
  }

  Deletion with(AuditDigest newDigest) {
    return new Deletion(
        tenant, requestedAt, Optional.of(newDigest), removed, completedAt, lookedAgainAt);
  }

  /// With what was removed now.
  Deletion plus(Map<String, Long> more) {
    Map<String, Long> sums = new TreeMap<>(removed);
    more.forEach((store, rows) -> sums.merge(store, rows, Long::sum));
    return with(sums);
  }

  /// With sums that others keep themselves.
  Deletion counting(Map<String, Long> sums) {
    Map<String, Long> all = new TreeMap<>(removed);
    all.putAll(sums);
    return with(all);
  }

  private Deletion with(Map<String, Long> newRemoved) {
    return new Deletion(tenant, requestedAt, digest, newRemoved, completedAt, lookedAgainAt);
  }

  /// Everything was gone through: for the first time, or again.
  Deletion lookedThrough(Instant now) {
    return new Deletion(
        tenant,
        requestedAt,
        digest,
        removed,
        Optional.of(completedAt.orElse(now)),
        completedAt.isPresent() ? Optional.of(now) : Optional.empty());
  }
}
