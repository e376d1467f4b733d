package io.waymark.auth.limits;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.waymark.tenancy.TenantId;
import java.time.Instant;
import java.util.UUID;

/// A row of `rate_limits`.
@MappedEntity("rate_limits")
record RateLimitRow(
    @Id UUID id,
    String tenantId,
    String limitType,
    long maxRequests,
    int windowSeconds,
    Instant createdAt,
    Instant updatedAt) {
  RateLimit limit() {
    return new RateLimit(
        id, new TenantId(tenantId), limitType, maxRequests, windowSeconds, createdAt, updatedAt);
  }
}
