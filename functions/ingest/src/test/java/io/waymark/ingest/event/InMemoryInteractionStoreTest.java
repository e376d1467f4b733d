package io.waymark.ingest.event;

import io.waymark.interactions.HistoryRow;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import java.util.List;

class InMemoryInteractionStoreTest extends InteractionStoreContract {
  private final InMemoryInteractionStore store = new InMemoryInteractionStore();

  @Override
  InteractionStore store() {
    return store;
  }

  @Override
  List<HistoryRow> history(TenantId tenant, UserId user) {
    return store.history(tenant, user);
  }
}
