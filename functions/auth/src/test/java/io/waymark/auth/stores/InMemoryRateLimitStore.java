package io.waymark.auth.stores;

import io.waymark.auth.database.Page;
import io.waymark.auth.limits.RateLimit;
import io.waymark.auth.limits.RateLimitStore;
import io.waymark.tenancy.TenantId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// Rate limits in memory.
public final class InMemoryRateLimitStore implements RateLimitStore {
  private final Map<UUID, RateLimit> limits = new ConcurrentHashMap<>();

  @Override
  public synchronized boolean add(TenantId tenant, RateLimit limit) {
    return limits.values().stream()
            .noneMatch(known -> known.tenant().equals(tenant) && known.type().equals(limit.type()))
        && limits.putIfAbsent(limit.id(), limit) == null;
  }

  @Override
  public Optional<RateLimit> find(TenantId tenant, UUID id) {
    return Optional.ofNullable(limits.get(id)).filter(limit -> limit.tenant().equals(tenant));
  }

  @Override
  public List<RateLimit> list(TenantId tenant, Page page) {
    return limits.values().stream()
        .filter(limit -> limit.tenant().equals(tenant))
        .sorted(Comparator.comparing(limit -> limit.id().toString()))
        .filter(limit -> limit.id().toString().compareTo(page.after().orElse("")) > 0)
        .limit(page.limit())
        .toList();
  }

  @Override
  public void change(TenantId tenant, RateLimit limit) {
    find(tenant, limit.id()).ifPresent(known -> limits.put(limit.id(), limit));
  }

  @Override
  public boolean remove(TenantId tenant, UUID id) {
    return find(tenant, id).isPresent() && limits.remove(id) != null;
  }
}
