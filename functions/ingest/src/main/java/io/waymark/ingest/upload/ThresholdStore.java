package io.waymark.ingest.upload;

import io.waymark.tenancy.TenantId;

/// What each tenant set for its uploads. Both methods throw
/// [io.waymark.tenancy.StoreUnavailableException] where the store does not answer.
public interface ThresholdStore {
  /// [OwnThresholds#NONE] where it set nothing.
  OwnThresholds find(TenantId tenant);

  /// Replaces what it set.
  void put(TenantId tenant, OwnThresholds own);
}
