package io.waymark.train.job;

class InMemoryJobStoreTest extends JobStoreContract {
  @Override
  JobStore store() {
    return new InMemoryJobStore();
  }
}
