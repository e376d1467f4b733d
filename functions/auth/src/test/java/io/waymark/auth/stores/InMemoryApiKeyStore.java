package io.waymark.auth.stores;

import io.waymark.auth.database.Page;
import io.waymark.auth.keys.ApiKey;
import io.waymark.auth.keys.ApiKeyStore;
import io.waymark.tenancy.TenantId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// API keys in memory.
public final class InMemoryApiKeyStore implements ApiKeyStore {
  private final Map<UUID, ApiKey> keys = new ConcurrentHashMap<>();

  @Override
  public synchronized boolean add(TenantId tenant, ApiKey key) {
    return keys.values().stream().noneMatch(known -> known.prefix().equals(key.prefix()))
        && keys.putIfAbsent(key.id(), key) == null;
  }

  @Override
  public Optional<ApiKey> find(TenantId tenant, UUID id) {
    return Optional.ofNullable(keys.get(id)).filter(key -> key.tenant().equals(tenant));
  }

  @Override
  public List<ApiKey> list(TenantId tenant, Page page) {
    return keys.values().stream()
        .filter(key -> key.tenant().equals(tenant))
        .sorted(Comparator.comparing(key -> key.id().toString()))
        .filter(key -> key.id().toString().compareTo(page.after().orElse("")) > 0)
        .limit(page.limit())
        .toList();
  }

  @Override
  public synchronized boolean revoke(TenantId tenant, UUID id) {
    Optional<ApiKey> active = find(tenant, id).filter(ApiKey::active);
    active.ifPresent(
        key ->
            keys.put(
                id,
                new ApiKey(
                    id,
                    tenant,
                    key.name(),
                    key.prefix(),
                    key.hash(),
                    key.scopes(),
                    false,
                    key.expiresAt(),
                    key.lastUsedAt(),
                    key.createdAt())));
    return active.isPresent();
  }
}
