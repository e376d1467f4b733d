package io.waymark.edge.limits;

import io.waymark.edge.CallConfig;
import io.waymark.testing.LocalAws;
import java.time.Duration;

class DynamoLeaseStoreTest extends LeaseStoreContract {
  @Override
  LeaseStore store() {
    return new DynamoLeaseStore(
        LocalAws.shared().dynamoDb(), LocalAws.INSTALLATION, new CallConfig(Duration.ofMinutes(2)));
  }
}
