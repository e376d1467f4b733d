package io.waymark.auth.stores;

import io.waymark.auth.outbox.OutboxStore;
import io.waymark.auth.outbox.Projection;
import io.waymark.tenancy.TenantId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/// The outbox in memory.
public final class InMemoryOutboxStore implements OutboxStore {
  private record Owned(TenantId tenant, Projection.Pending pending) {}

  private final AtomicLong last = new AtomicLong();
  private final List<Owned> waiting = new CopyOnWriteArrayList<>();

  @Override
  public List<TenantId> tenantsWaiting(int most) {
    return waiting.stream().map(Owned::tenant).distinct().limit(most).toList();
  }

  @Override
  public void add(TenantId tenant, Projection projection) {
    waiting.add(new Owned(tenant, new Projection.Pending(last.incrementAndGet(), projection)));
  }

  @Override
  public List<Projection.Pending> pending(TenantId tenant, int limit) {
    return waiting.stream()
        .filter(owned -> owned.tenant().equals(tenant))
        .map(Owned::pending)
        .limit(limit)
        .toList();
  }

  @Override
  public void remove(TenantId tenant, long id) {
    waiting.removeIf(owned -> owned.tenant().equals(tenant) && owned.pending().id() == id);
  }
}
