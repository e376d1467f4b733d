package io.waymark.ingest.erasure;

import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;

/// The lists that are made of a tenant's users once a day.
@FunctionalInterface
public interface BatchLists {
  /// Removes every part that names `user`; the others it names have no list until the next day's.
  ///
  /// @return how many parts were removed
  /// @throws io.waymark.tenancy.StoreUnavailableException where the store does not answer
  long remove(TenantId tenant, UserId user);
}
