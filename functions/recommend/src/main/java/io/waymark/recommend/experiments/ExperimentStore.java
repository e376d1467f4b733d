package io.waymark.recommend.experiments;

import io.waymark.edge.notes.AuditNote;
import io.waymark.tenancy.TenantId;

/// The experiment of each tenant. Both methods throw [io.waymark.tenancy.StoreUnavailableException]
/// where the store does not answer.
public interface ExperimentStore {
  /// [ExperimentState#NONE] where there never was one.
  ExperimentState find(TenantId tenant);

  /// Replaces the state one revision before, and keeps the note of it, both or neither.
  ///
  /// @return whether that was the state
  boolean replace(TenantId tenant, ExperimentState next, AuditNote note);
}
