package io.waymark.edge.idempotency;

import io.waymark.testing.LocalAws;

class DynamoIdempotencyStoreTest extends IdempotencyStoreContract {
  @Override
  IdempotencyStore store() {
    return new DynamoIdempotencyStore(LocalAws.shared().dynamoDb(), LocalAws.INSTALLATION);
  }
}
