package io.waymark.ingest.archive;

import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import java.util.Map;
import java.util.Set;

/// The random keys under which users stand in training data. A user's key never changes; forgetting
/// it makes the user's data nobody's.
public interface UserKeyStore {
  /// The key of each of `users`, made where there is none; those who were erased have none.
  Map<UserId, String> keys(TenantId tenant, Set<UserId> users);
}
