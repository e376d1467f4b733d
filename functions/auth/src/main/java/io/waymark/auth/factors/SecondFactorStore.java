package io.waymark.auth.factors;

import io.waymark.tenancy.TenantId;
import java.util.Optional;
import java.util.UUID;

/// Keeps one second factor a member at most. Whoever changes one holds the member's row.
public interface SecondFactorStore {
  Optional<SecondFactor> find(TenantId tenant, UUID member);

  /// Puts it in the place of what is there.
  void put(TenantId tenant, SecondFactor factor);

  /// False where there is none.
  boolean remove(TenantId tenant, UUID member);
}
