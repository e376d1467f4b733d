package io.waymark.recommend.experiments;

import io.waymark.edge.notes.AuditNote;
import io.waymark.tenancy.TenantId;
import java.util.List;

class InMemoryExperimentStoreTest extends ExperimentStoreContract {
  private final InMemoryExperimentStore store = new InMemoryExperimentStore();

  @Override
  ExperimentStore store() {
    return store;
  }

  @Override
  List<AuditNote> notes(TenantId tenant) {
    return store.notes(tenant);
  }
}
