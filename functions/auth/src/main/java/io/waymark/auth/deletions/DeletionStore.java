package io.waymark.auth.deletions;

import io.waymark.tenancy.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Keeps the deletions of tenants, for the operators.
interface DeletionStore {
  Optional<Deletion> find(TenantId tenant);

  /// Whether the tenant has one, asked in the tenant's own transaction.
  boolean stands(TenantId tenant);

  /// Adds one that begins, unless the tenant has one.
  void add(TenantId tenant, Deletion deletion, String actor);

  /// Keeps how far it is.
  void change(TenantId tenant, Deletion deletion);

  /// Removes one that came to nothing, in the tenant's own transaction.
  void withdraw(TenantId tenant);

  /// Those that are not complete, and those that were requested before `requestedBefore` and not
  /// looked through again; any of them, so that none that fails holds up others for good.
  List<TenantId> waiting(Instant requestedBefore, int most);
}
