package io.waymark.auth.stores;

import io.waymark.auth.factors.SecondFactor;
import io.waymark.auth.factors.SecondFactorStore;
import io.waymark.tenancy.TenantId;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// Second factors in memory.
public final class InMemorySecondFactorStore implements SecondFactorStore {
  private final Map<TenantId, Map<UUID, SecondFactor>> byTenant = new ConcurrentHashMap<>();

  @Override
  public Optional<SecondFactor> find(TenantId tenant, UUID member) {
    return Optional.ofNullable(of(tenant).get(member));
  }

  @Override
  public void put(TenantId tenant, SecondFactor factor) {
    of(tenant).put(factor.member(), factor);
  }

  @Override
  public boolean remove(TenantId tenant, UUID member) {
    return of(tenant).remove(member) != null;
  }

  private Map<UUID, SecondFactor> of(TenantId tenant) {
    return byTenant.computeIfAbsent(tenant, _ -> new ConcurrentHashMap<>());
  }
}
