package io.waymark.auth.outbox;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import io.waymark.edge.CallConfig;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Installation;
import jakarta.inject.Singleton;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The real one, up to the crash.
@Singleton
@Requires(property = "test.crashes")
@Replaces(DynamoProjectionStore.class)
final class CrashingProjectionStore implements ProjectionStore {
  private final Crashes crashes;
  private final ProjectionStore real;

  CrashingProjectionStore(
      Crashes crashes, DynamoDbClient dynamoDb, Installation installation, CallConfig calls) {
    this.crashes = crashes;
    this.real = new DynamoProjectionStore(dynamoDb, installation, calls);
  }

  @Override
  public void write(TenantId tenant, Projection.Pending pending) {
    crashes.count();
    real.write(tenant, pending);
  }
}
