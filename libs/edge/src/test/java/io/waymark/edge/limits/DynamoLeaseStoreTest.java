package io.waymark.edge.limits;

import io.waymark.testing.LocalAws;

class DynamoLeaseStoreTest extends LeaseStoreContract {
  @Override
  LeaseStore store() {
    return new DynamoLeaseStore(LocalAws.shared().dynamoDb(), LocalAws.INSTALLATION);
  }
}
