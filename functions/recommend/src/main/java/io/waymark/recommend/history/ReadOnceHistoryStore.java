package io.waymark.recommend.history;

import io.waymark.interactions.InteractionType;
import io.waymark.tenancy.ItemId;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Reads each history once and never again. For benchmarks alone (`waymark.stores=memory`): it
/// shows what this function takes without its store, and never sees a new event.
public final class ReadOnceHistoryStore implements HistoryStore {
  private record Owner(TenantId tenant, UserId user) {}

  private record Seen(Owner owner, Set<InteractionType> types) {}

  private final HistoryStore store;
  private final Map<Owner, List<PastEvent>> newest = new ConcurrentHashMap<>();
  private final Map<Seen, Set<ItemId>> seen = new ConcurrentHashMap<>();

  public ReadOnceHistoryStore(HistoryStore store) {
    this.store = store;
  }

  @Override
  public List<PastEvent> newest(TenantId tenant, UserId user) {
    return newest.computeIfAbsent(new Owner(tenant, user), _ -> store.newest(tenant, user));
  }

  @Override
  public Set<ItemId> seen(TenantId tenant, UserId user, Set<InteractionType> types) {
    return seen.computeIfAbsent(
        new Seen(new Owner(tenant, user), Set.copyOf(types)), _ -> store.seen(tenant, user, types));
  }
}
