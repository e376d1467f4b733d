package io.waymark.auth.tenants;

import io.waymark.auth.database.Page;
import io.waymark.tenancy.TenantId;
import java.util.List;
import java.util.Optional;

/// Keeps tenants. One that was deleted is not found; its id stays taken.
public interface TenantStore {
  /// Adds `tenant`, whose id `id` is; false where the id or slug is taken.
  boolean add(TenantId id, Tenant tenant);

  Optional<Tenant> find(TenantId id);

  /// As [#find], and holds off every other change of the tenant until the transaction ends.
  Optional<Tenant> findForChange(TenantId id);

  /// Replaces what may change: name, settings, status, epoch.
  void change(TenantId id, Tenant tenant);

  /// Whether it was deleted.
  boolean ended(TenantId id);

  /// Withdraws the wish to delete a tenant that has not ended, if there is one.
  void withdrawDeletion(TenantId id);

  /// All tenants by id, for the operator; for anyone else only its own.
  List<Tenant> list(TenantId viewer, Page page);
}
