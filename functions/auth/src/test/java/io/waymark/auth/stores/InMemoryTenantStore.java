package io.waymark.auth.stores;

import io.waymark.auth.database.Page;
import io.waymark.auth.tenants.Tenant;
import io.waymark.auth.tenants.TenantStore;
import io.waymark.tenancy.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/// Tenants in memory.
public final class InMemoryTenantStore implements TenantStore {
  private final Map<TenantId, Tenant> tenants = new ConcurrentSkipListMap<>();

  @Override
  public boolean add(TenantId id, Tenant tenant) {
    return tenants.putIfAbsent(id, tenant) == null;
  }

  @Override
  public Optional<Tenant> find(TenantId id) {
    return Optional.ofNullable(tenants.get(id));
  }

  @Override
  public Optional<Tenant> findForChange(TenantId id) {
    return find(id);
  }

  @Override
  public void change(TenantId id, Tenant tenant) {
    tenants.replace(id, tenant);
  }

  @Override
  public boolean ended(TenantId id) {
    return false;
  }

  @Override
  public void withdrawDeletion(TenantId id) {
    // no tenant is deleted here
  }

  @Override
  public List<Tenant> list(TenantId viewer, Page page) {
    return tenants.values().stream()
        .filter(tenant -> viewer.equals(TenantId.PLATFORM) || viewer.equals(tenant.id()))
        .filter(tenant -> tenant.id().value().compareTo(page.after().orElse("")) > 0)
        .limit(page.limit())
        .toList();
  }
}
