package io.waymark.auth.usage;

import io.waymark.tenancy.TenantId;
import java.time.Instant;
import java.util.List;

/// Keeps requests for 90 days.
public interface UsageStore {
  /// Adds those that are not there yet, by their ids; says how many were not.
  int add(TenantId tenant, List<CountedRequest> requests);

  /// Counts the requests since `from` and before `to`.
  UsageCounts count(TenantId tenant, Instant from, Instant to, Grouping by);
}
