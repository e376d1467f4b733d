package io.waymark.auth.limits;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.waymark.edge.limits.Limit;

/// A row of `rate_limit_ceilings`.
@MappedEntity("rate_limit_ceilings")
record CeilingRow(@Id String limitType, long maxRequests, int windowSeconds) {
  Ceiling ceiling() {
    return new Ceiling(limitType, new Limit(maxRequests, windowSeconds));
  }
}
