package io.waymark.auth.stores;

class InMemoryStoresTest extends StoreContract {
  @Override
  Stores stores() {
    return Stores.inMemory();
  }
}
