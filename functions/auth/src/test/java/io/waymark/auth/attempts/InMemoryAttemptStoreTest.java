package io.waymark.auth.attempts;

class InMemoryAttemptStoreTest extends AttemptStoreContract {
  @Override
  AttemptStore store() {
    return new InMemoryAttemptStore();
  }
}
