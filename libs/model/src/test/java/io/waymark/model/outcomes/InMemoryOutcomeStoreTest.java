package io.waymark.model.outcomes;

import io.waymark.tenancy.TenantId;

class InMemoryOutcomeStoreTest extends OutcomeStoreContract {
  private final InMemoryOutcomeStore store = new InMemoryOutcomeStore();

  @Override
  OutcomeStore store() {
    return store;
  }

  @Override
  void accept(TenantId tenant, String event) {}
}
