package io.waymark.edge.limits;

import io.micronaut.context.annotation.Replaces;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Leases in memory.
@Singleton
@Replaces(DynamoLeaseStore.class)
final class InMemoryLeaseStore implements LeaseStore {
  private final Map<Row, Long> leased = new ConcurrentHashMap<>();

  private record Row(TenantId tenant, String name, int seconds, Instant begin) {}

  @Override
  public synchronized Lease take(TenantId tenant, Window window, long wanted) {
    Row row = new Row(tenant, window.name(), window.limit().windowSeconds(), window.begin());
    long before = leased.getOrDefault(row, 0L);
    long budget = window.limit().requests();
    if (before > budget - wanted) {
      return new Lease.TooMany(budget - before);
    }
    leased.put(row, before + wanted);
    return new Lease.Granted(budget - before - wanted);
  }
}
