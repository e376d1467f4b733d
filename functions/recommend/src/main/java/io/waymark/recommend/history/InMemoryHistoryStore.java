package io.waymark.recommend.history;

import io.waymark.interactions.InteractionType;
import io.waymark.tenancy.ItemId;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Histories of this process alone.
public final class InMemoryHistoryStore implements HistoryStore {
  private record Owner(TenantId tenant, UserId user) {}

  private final Map<Owner, List<PastEvent>> events = new ConcurrentHashMap<>();

  public void add(TenantId tenant, UserId user, PastEvent event) {
    events.compute(
        new Owner(tenant, user),
        (_, known) -> {
          List<PastEvent> all = new ArrayList<>(known == null ? List.of() : known);
          all.add(event);
          all.sort(Comparator.comparing(PastEvent::time).reversed());
          return List.copyOf(all);
        });
  }

  @Override
  public List<PastEvent> newest(TenantId tenant, UserId user) {
    return events.getOrDefault(new Owner(tenant, user), List.of()).stream().limit(NEWEST).toList();
  }

  @Override
  public Set<ItemId> seen(TenantId tenant, UserId user, Set<InteractionType> types) {
    return events.getOrDefault(new Owner(tenant, user), List.of()).stream()
        .filter(event -> types.contains(event.type()))
        .map(PastEvent::item)
        .collect(Collectors.toSet());
  }
}
