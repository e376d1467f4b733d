package io.waymark.edge.limits;

import io.waymark.tenancy.TenantId;

/// Counts what all instances have leased of each window's budget.
interface LeaseStore {
  /// Leases `wanted` requests of a window: all of them or none.
  ///
  /// @param wanted not more than the window's whole budget
  /// @throws io.waymark.tenancy.StoreUnavailableException where nobody knows
  Lease take(TenantId tenant, Window window, long wanted);

  /// What became of it.
  sealed interface Lease {
    /// They are the caller's.
    ///
    /// @param left what others may still lease
    record Granted(long left) implements Lease {}

    /// There are not so many any more.
    ///
    /// @param left how many there are: none, or even fewer where the limit was lowered meanwhile
    record TooMany(long left) implements Lease {}
  }
}
