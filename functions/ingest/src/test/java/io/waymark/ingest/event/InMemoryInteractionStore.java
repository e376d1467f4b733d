package io.waymark.ingest.event;

import io.waymark.interactions.HistoryRow;
import io.waymark.tenancy.Keys;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/// Keeps events in this process, for tests and trials.
public final class InMemoryInteractionStore implements InteractionStore {
  private final Set<String> markers = new HashSet<>();
  private final List<HistoryRow> rows = new ArrayList<>();

  @Override
  public List<Appended> append(TenantId tenant, List<HistoryRow> all) {
    return all.stream().map(row -> append(tenant, row)).toList();
  }

  /// A store that is handed its rows one by one.
  public static InteractionStore oneByOne(BiFunction<TenantId, HistoryRow, Appended> append) {
    return (tenant, rows) -> rows.stream().map(row -> append.apply(tenant, row)).toList();
  }

  /// Takes one row.
  public synchronized Appended append(TenantId tenant, HistoryRow row) {
    if (!markers.add(Keys.event(tenant, row.id()))) {
      return Appended.KNOWN;
    }
    rows.add(row);
    return Appended.WRITTEN;
  }

  /// How many rows a tenant has.
  public synchronized long count(TenantId tenant) {
    return rows.stream().filter(row -> row.tenant().equals(tenant)).count();
  }

  /// A user's rows, newest first.
  public synchronized List<HistoryRow> history(TenantId tenant, UserId user) {
    return rows.stream()
        .filter(row -> row.tenant().equals(tenant) && row.interaction().user().equals(user))
        .sorted(Comparator.comparing(HistoryRow::sortKey).reversed())
        .toList();
  }
}
