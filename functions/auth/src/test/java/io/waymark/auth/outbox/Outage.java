package io.waymark.auth.outbox;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import java.io.IOException;

/// A hot path that takes no writes, in contexts with `test.outage`.
@Singleton
@Requires(property = "test.outage")
@Replaces(DynamoProjectionStore.class)
final class Outage implements ProjectionStore {
  @Override
  public void write(TenantId tenant, Projection.Pending pending) {
    throw new StoreUnavailableException("table access", new IOException("throttled"));
  }
}
