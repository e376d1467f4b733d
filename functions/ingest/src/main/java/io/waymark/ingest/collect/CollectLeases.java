package io.waymark.ingest.collect;

import io.waymark.tenancy.TenantId;
import java.time.Instant;

/// Lets one run at a time make files of a tenant's days. All methods throw
/// [io.waymark.tenancy.StoreUnavailableException] where the store does not answer.
public interface CollectLeases {
  /// Takes the tenant's lease; false where another has it.
  ///
  /// @param until it lapses by itself: when the holder will have been stopped
  boolean take(TenantId tenant, String holder, Instant now, Instant until);

  /// Gives the lease back, where `holder` still has it.
  void release(TenantId tenant, String holder);
}
