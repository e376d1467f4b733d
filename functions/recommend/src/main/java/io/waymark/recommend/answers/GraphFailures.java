package io.waymark.recommend.answers;

import io.waymark.model.ModelVersion;
import io.waymark.tenancy.TenantId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Set;

/// Which graphs failed in this minute. One that a tenant brought fails for each request that asks
/// it, and its failing is told once a minute: whoever asks often must not fill the log.
final class GraphFailures {
  private record Failing(TenantId tenant, ModelVersion version) {}

  private final Set<Failing> told = new HashSet<>();
  private Instant minute = Instant.MIN;

  /// Whether nothing was told of this version in the minute of `now`.
  synchronized boolean isNews(TenantId tenant, ModelVersion version, Instant now) {
    Instant current = now.truncatedTo(ChronoUnit.MINUTES);
    if (!current.equals(minute)) {
      minute = current;
      told.clear();
    }
    return told.add(new Failing(tenant, version));
  }
}
