package io.waymark.auth.stores;

import io.waymark.auth.audit.AuditEntry;
import io.waymark.auth.audit.AuditStore;
import io.waymark.tenancy.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/// The audit log in memory.
public final class InMemoryAuditStore implements AuditStore {
  private record Owned(TenantId tenant, AuditEntry.Numbered entry) {}

  private final AtomicLong last = new AtomicLong();
  private final Set<String> notes = ConcurrentHashMap.newKeySet();
  private final List<Owned> entries = new CopyOnWriteArrayList<>();

  @Override
  public void add(TenantId tenant, AuditEntry entry) {
    entries.addFirst(new Owned(tenant, new AuditEntry.Numbered(last.incrementAndGet(), entry)));
  }

  @Override
  public void add(TenantId tenant, UUID note, AuditEntry entry) {
    if (notes.add(tenant + " " + note)) {
      add(tenant, entry);
    }
  }

  @Override
  public List<AuditEntry.Numbered> newest(TenantId tenant, long before, int limit) {
    return entries.stream()
        .filter(owned -> owned.tenant().equals(tenant))
        .map(Owned::entry)
        .filter(entry -> entry.id() < before)
        .limit(limit)
        .toList();
  }

  @Override
  public Optional<AuditEntry> newestOf(TenantId tenant, String target) {
    return newest(tenant, Long.MAX_VALUE, Integer.MAX_VALUE).stream()
        .map(AuditEntry.Numbered::entry)
        .filter(entry -> entry.target().equals(target))
        .findFirst();
  }
}
