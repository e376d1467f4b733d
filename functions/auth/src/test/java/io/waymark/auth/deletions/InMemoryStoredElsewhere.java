package io.waymark.auth.deletions;

import io.micronaut.context.annotation.Replaces;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Holds parts of tenants, of which a call removes one.
@Singleton
@Replaces(LambdaStoredElsewhere.class)
final class InMemoryStoredElsewhere implements StoredElsewhere {
  private final Map<TenantId, Integer> parts = new HashMap<>();
  private final Map<TenantId, Long> removed = new HashMap<>();
  private final Map<TenantId, List<Integer>> looks = new HashMap<>();

  synchronized void holds(TenantId tenant, int manyParts) {
    parts.put(tenant, manyParts);
  }

  /// Of the calls so far.
  synchronized List<Integer> looks(TenantId tenant) {
    return List.copyOf(looks.getOrDefault(tenant, List.of()));
  }

  @Override
  public synchronized Removed remove(TenantId tenant, String run, int look, Duration within) {
    looks.computeIfAbsent(tenant, _ -> new ArrayList<>()).add(look);
    int left = parts.getOrDefault(tenant, 0);
    if (left > 0) {
      parts.put(tenant, left - 1);
      removed.merge(tenant, 10L, Long::sum);
    }
    return new Removed(left <= 1, Map.of("histories", removed.getOrDefault(tenant, 0L)));
  }
}
