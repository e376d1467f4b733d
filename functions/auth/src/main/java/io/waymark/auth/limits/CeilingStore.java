package io.waymark.auth.limits;

import io.waymark.tenancy.TenantId;
import java.util.List;

/// Keeps the ceilings that the operator has set, one of each type per tenant.
public interface CeilingStore {
  /// By type.
  List<Ceiling> list(TenantId tenant);

  /// Sets the one of its type, whether or not there was one.
  void put(TenantId tenant, Ceiling ceiling);

  /// False where there is none.
  boolean remove(TenantId tenant, String type);
}
