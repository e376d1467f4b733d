package io.waymark.train.job;

import io.waymark.testing.LocalAws;

class DynamoJobStoreTest extends JobStoreContract {
  @Override
  JobStore store() {
    return new DynamoJobStore(_ -> LocalAws.shared().dynamoDb(), LocalAws.INSTALLATION);
  }
}
