package io.waymark.auth.attempts;

import io.waymark.testing.LocalAws;

class DynamoAttemptStoreTest extends AttemptStoreContract {
  @Override
  AttemptStore store() {
    return new DynamoAttemptStore(LocalAws.shared().dynamoDb(), LocalAws.INSTALLATION);
  }
}
