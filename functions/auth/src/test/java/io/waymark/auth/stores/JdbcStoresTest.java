package io.waymark.auth.stores;

class JdbcStoresTest extends StoreContract {
  @Override
  Stores stores() {
    return Stores.postgres();
  }
}
