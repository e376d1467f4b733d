package io.waymark.recommend.experiments;

import io.waymark.edge.notes.AuditNote;
import io.waymark.tenancy.TenantId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Experiments of this process alone.
public final class InMemoryExperimentStore implements ExperimentStore {
  private final Map<TenantId, ExperimentState> states = new HashMap<>();
  private final Map<TenantId, SortedMap<Integer, BegunExperiment>> begun = new HashMap<>();
  private final Map<TenantId, List<AuditNote>> notes = new HashMap<>();

  @Override
  public synchronized ExperimentState find(TenantId tenant) {
    return states.getOrDefault(tenant, ExperimentState.NONE);
  }

  @Override
  public synchronized List<BegunExperiment> begun(TenantId tenant) {
    return List.copyOf(begun.getOrDefault(tenant, new TreeMap<>()).values());
  }

  @Override
  public synchronized boolean replace(TenantId tenant, ExperimentState next, AuditNote note) {
    if (find(tenant).revision() + 1 != next.revision()) {
      return false;
    }
    states.put(tenant, next);
    next.running()
        .ifPresent(
            running ->
                begun
                    .computeIfAbsent(tenant, _ -> new TreeMap<>())
                    .put(running.number(), BegunExperiment.of(running)));
    return notes.computeIfAbsent(tenant, _ -> new ArrayList<>()).add(note);
  }

  /// What the audit log is to be told, oldest first.
  public synchronized List<AuditNote> notes(TenantId tenant) {
    return List.copyOf(notes.getOrDefault(tenant, List.of()));
  }
}
