package io.waymark.ingest.erasure;

import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;

/// Everything that stands under a user's own id. All methods throw
/// [io.waymark.tenancy.StoreUnavailableException] where the store does not answer; what they were
/// asked may then be asked again.
public interface UserDataStore {
  /// Removes it.
  ///
  /// @param most rows of history and of what is remembered, at which to stop
  Removed remove(TenantId tenant, UserId user, int most);

  /// Reads it.
  ///
  /// @param most rows of history and of what is remembered, at which to stop
  UserData read(TenantId tenant, UserId user, int most);
}
