package io.waymark.edge.idempotency;

import io.waymark.testing.LocalAws;

class DynamoIdempotencyStoreTest extends IdempotencyStoreContract {
  @Override
  IdempotencyStore store() {
    return new DynamoIdempotencyStore(_ -> LocalAws.shared().dynamoDb(), LocalAws.INSTALLATION);
  }
}
