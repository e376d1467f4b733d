package io.waymark.auth.stores;

import io.waymark.auth.limits.Ceiling;
import io.waymark.auth.limits.CeilingStore;
import io.waymark.tenancy.TenantId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// Ceilings in memory.
public final class InMemoryCeilingStore implements CeilingStore {
  private final Map<TenantId, Map<String, Ceiling>> byTenant = new ConcurrentHashMap<>();

  @Override
  public synchronized List<Ceiling> list(TenantId tenant) {
    return List.copyOf(of(tenant).values());
  }

  @Override
  public synchronized void put(TenantId tenant, Ceiling ceiling) {
    of(tenant).put(ceiling.type(), ceiling);
  }

  @Override
  public synchronized boolean remove(TenantId tenant, String type) {
    return of(tenant).remove(type) != null;
  }

  private Map<String, Ceiling> of(TenantId tenant) {
    return byTenant.computeIfAbsent(tenant, _ -> new TreeMap<>());
  }
}
