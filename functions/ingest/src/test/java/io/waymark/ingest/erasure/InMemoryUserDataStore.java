package io.waymark.ingest.erasure;

import io.waymark.ingest.upload.Remembered;
import io.waymark.interactions.HistoryRow;
import io.waymark.interactions.InteractionType;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What is held of users, in this process.
public final class InMemoryUserDataStore implements UserDataStore {
  private record Owner(TenantId tenant, UserId user) {}

  private final Map<Owner, List<HistoryRow>> histories = new HashMap<>();
  private final Map<Owner, List<Remembered>> remembered = new HashMap<>();
  private final Map<Owner, String> keys = new HashMap<>();

  public synchronized void add(HistoryRow row) {
    histories
        .computeIfAbsent(new Owner(row.tenant(), row.interaction().user()), _ -> new ArrayList<>())
        .add(row);
  }

  synchronized void remember(TenantId tenant, Remembered each) {
    remembered.computeIfAbsent(new Owner(tenant, each.user()), _ -> new ArrayList<>()).add(each);
  }

  synchronized String key(TenantId tenant, UserId user) {
    return keys.computeIfAbsent(new Owner(tenant, user), _ -> "key" + keys.size());
  }

  @Override
  public synchronized Removed remove(TenantId tenant, UserId user, int most) {
    Owner owner = new Owner(tenant, user);
    UserData there = read(tenant, user, most);
    histories.getOrDefault(owner, new ArrayList<>()).removeAll(Set.copyOf(there.history()));
    remembered.getOrDefault(owner, new ArrayList<>()).removeAll(Set.copyOf(there.remembered()));
    keys.remove(owner);
    return new Removed(
        there.history().size(),
        there.remembered().size(),
        there.history().size(),
        there.trainingKey().isPresent() ? 1 : 0,
        there.complete());
  }

  @Override
  public synchronized UserData read(TenantId tenant, UserId user, int most) {
    Owner owner = new Owner(tenant, user);
    List<HistoryRow> history =
        histories.getOrDefault(owner, List.of()).stream()
            .sorted(
                Comparator.comparing(InMemoryUserDataStore::shown)
                    .thenComparing(Comparator.comparing(HistoryRow::sortKey).reversed()))
            .limit(most)
            .toList();
    List<Remembered> seen =
        remembered.getOrDefault(owner, List.of()).stream().limit(most - history.size()).toList();
    return new UserData(
        history, seen, Optional.ofNullable(keys.get(owner)), history.size() + seen.size() < most);
  }

  private static boolean shown(HistoryRow row) {
    return row.interaction().type().equals(InteractionType.IMPRESSION);
  }
}
