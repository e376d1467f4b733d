package io.waymark.model.registry;

import io.waymark.tenancy.TenantId;
import software.amazon.awssdk.services.dynamodb.model.Put;

/// How DynamoDB keeps what goes along with a change of what is active.
@FunctionalInterface
public interface AlongPuts {
  /// For whoever gives nothing to be kept.
  AlongPuts NONE =
      (_, along) -> {
        throw new IllegalArgumentException("nobody said how to keep " + along);
      };

  Put put(TenantId tenant, Along along);
}
