package io.waymark.ingest.quality;

import io.waymark.edge.notes.AuditNote;
import io.waymark.tenancy.TenantId;

/// What each tenant set for its uploads. Both methods throw
/// [io.waymark.tenancy.StoreUnavailableException] where the store does not answer.
public interface ThresholdStore {
  /// [OwnThresholds#NONE] where it set nothing.
  OwnThresholds find(TenantId tenant);

  /// Replaces what it set, and keeps the note of it, both or neither.
  void put(TenantId tenant, OwnThresholds own, AuditNote note);
}
