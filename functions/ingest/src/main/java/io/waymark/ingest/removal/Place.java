package io.waymark.ingest.removal;

import io.waymark.tenancy.TenantId;
import java.util.Optional;

/// A table or folder that holds something of tenants. Its method throws
/// [io.waymark.tenancy.StoreUnavailableException] where the store does not answer, and may then be
/// asked again.
interface Place {
  /// Removes some of what is the tenant's.
  ///
  /// @param after where the part before ended; empty for the first
  Part remove(TenantId tenant, Optional<String> after);

  /// A part of a place.
  ///
  /// @param removed how many rows or objects went
  /// @param next where the next part begins; empty after the last
  record Part(long removed, Optional<String> next) {}
}
