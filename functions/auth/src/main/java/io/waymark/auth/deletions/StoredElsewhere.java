package io.waymark.auth.deletions;

import io.waymark.tenancy.TenantId;
import java.time.Duration;
import java.util.Map;

/// What is stored of a tenant where this function reaches nothing: tables and buckets.
public interface StoredElsewhere {
  /// What was removed so far.
  ///
  /// @param removed by store, of all calls of the run
  record Removed(boolean complete, Map<String, Long> removed) {
    public Removed {
      removed = Map.copyOf(removed);
    }
  }

  /// Removes it, for about as long as `within`; to be called again until it is complete.
  ///
  /// @param run names the deletion; another than before begins anew
  /// @param look 1, or 2 to go through everything again
  /// @throws io.waymark.tenancy.StoreUnavailableException where nobody answers
  Removed remove(TenantId tenant, String run, int look, Duration within);
}
