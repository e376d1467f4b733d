package io.waymark.edge.idempotency;

class InMemoryIdempotencyStoreTest extends IdempotencyStoreContract {
  @Override
  IdempotencyStore store() {
    return new InMemoryIdempotencyStore();
  }
}
