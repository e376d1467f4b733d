package io.waymark.ingest.removal;

import io.waymark.tenancy.TenantId;

/// Which tenants were deleted.
@FunctionalInterface
public interface DeletedTenants {
  /// Whether it was.
  ///
  /// @throws io.waymark.tenancy.StoreUnavailableException where that cannot be told
  boolean contains(TenantId tenant);
}
