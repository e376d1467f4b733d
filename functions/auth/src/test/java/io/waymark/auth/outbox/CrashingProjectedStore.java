package io.waymark.auth.outbox;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Installation;
import jakarta.inject.Singleton;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The real one, up to the crash.
@Singleton
@Requires(property = "test.crashes")
@Replaces(DynamoProjectedStore.class)
final class CrashingProjectedStore implements ProjectedStore {
  private final Crashes crashes;
  private final ProjectedStore real;

  CrashingProjectedStore(Crashes crashes, DynamoDbClient dynamoDb, Installation installation) {
    this.crashes = crashes;
    this.real = new DynamoProjectedStore(dynamoDb, installation);
  }

  @Override
  public boolean ended(TenantId tenant, String key) {
    crashes.count();
    return real.ended(tenant, key);
  }

  @Override
  public Part part(Optional<String> after) {
    crashes.count();
    return real.part(after);
  }

  @Override
  public void remove(String key, long fence) {
    crashes.count();
    real.remove(key, fence);
  }
}
