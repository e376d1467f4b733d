package io.waymark.model.outcomes;

import io.waymark.tenancy.TenantId;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;

/// Counts of what became of a tenant's lists. Both methods throw
/// [io.waymark.tenancy.StoreUnavailableException] where the store does not answer.
public interface OutcomeStore {
  /// Counts accepted events, each once however often it comes, alone or among whichever others.
  /// Where it throws, some may be counted and others not: given again, all are.
  ///
  /// @return how many were left out since nothing is known of them any more
  int count(TenantId tenant, Collection<ListOutcome> outcomes);

  /// What was counted of the lists of some days.
  ///
  /// @param from the first of them, `to` the last
  Map<ListGroup, OutcomeCounts> between(TenantId tenant, LocalDate from, LocalDate to);
}
