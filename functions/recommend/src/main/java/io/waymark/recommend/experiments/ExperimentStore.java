package io.waymark.recommend.experiments;

import io.waymark.edge.notes.AuditNote;
import io.waymark.tenancy.TenantId;
import java.util.List;

/// The experiment of each tenant, and those before it. All methods throw
/// [io.waymark.tenancy.StoreUnavailableException] where the store does not answer.
public interface ExperimentStore {
  /// [ExperimentState#NONE] where there never was one.
  ExperimentState find(TenantId tenant);

  /// All that ever began, in the order of their beginnings, but for those of before this was kept.
  List<BegunExperiment> begun(TenantId tenant);

  /// Replaces the state one revision before, and keeps the note of it and what it says that began,
  /// all or nothing.
  ///
  /// @return whether that was the state
  boolean replace(TenantId tenant, ExperimentState next, AuditNote note);
}
