package io.waymark.train.job;

import io.waymark.tenancy.TenantId;

/// Knows how far accepted interactions go, without opening any file.
@FunctionalInterface
public interface AcceptedDataStore {
  /// What there is of a tenant.
  ///
  /// @throws io.waymark.tenancy.StoreUnavailableException where the store does not answer
  AcceptedData look(TenantId tenant);
}
