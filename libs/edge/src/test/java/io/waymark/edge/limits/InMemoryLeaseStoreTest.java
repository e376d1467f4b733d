package io.waymark.edge.limits;

class InMemoryLeaseStoreTest extends LeaseStoreContract {
  @Override
  LeaseStore store() {
    return new InMemoryLeaseStore();
  }
}
