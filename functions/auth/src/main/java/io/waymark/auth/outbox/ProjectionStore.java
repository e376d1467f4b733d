package io.waymark.auth.outbox;

import io.waymark.tenancy.TenantId;

/// Where the hot path reads projections.
public interface ProjectionStore {
  /// Writes `pending`, unless a newer one of the same row is there.
  ///
  /// @throws io.waymark.tenancy.StoreUnavailableException where it was not written for now
  void write(TenantId tenant, Projection.Pending pending);
}
