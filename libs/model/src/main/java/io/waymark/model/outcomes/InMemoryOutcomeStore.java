package io.waymark.model.outcomes;

import io.waymark.tenancy.EventId;
import io.waymark.tenancy.TenantId;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Counts of this process alone, of events that were all accepted.
public final class InMemoryOutcomeStore implements OutcomeStore {
  private final Map<TenantId, Map<ListGroup, OutcomeCounts>> counts = new HashMap<>();
  private final Map<TenantId, Set<EventId>> counted = new HashMap<>();

  @Override
  public synchronized int count(TenantId tenant, Collection<ListOutcome> outcomes) {
    Map<ListGroup, OutcomeCounts> groups = counts.computeIfAbsent(tenant, _ -> new HashMap<>());
    Set<EventId> known = counted.computeIfAbsent(tenant, _ -> new HashSet<>());
    for (ListOutcome each : outcomes) {
      if (known.add(each.event())) {
        OutcomeCounts _ =
            groups.merge(each.group(), OutcomeCounts.of(each.outcome()), OutcomeCounts::plus);
      }
    }
    return 0;
  }

  @Override
  public synchronized Map<ListGroup, OutcomeCounts> between(
      TenantId tenant, LocalDate from, LocalDate to) {
    return counts.getOrDefault(tenant, Map.of()).entrySet().stream()
        .filter(each -> !each.getKey().day().isBefore(from) && !each.getKey().day().isAfter(to))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
