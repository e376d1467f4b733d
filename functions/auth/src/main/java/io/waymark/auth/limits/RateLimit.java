package io.waymark.auth.limits;

import io.waymark.tenancy.TenantId;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;

/// How often something may be asked in a window of time.
///
/// @param type what is limited, like `recommend` or `recommend:key`
/// @param windowSeconds up to a day
public record RateLimit(
    UUID id,
    TenantId tenant,
    String type,
    long maxRequests,
    int windowSeconds,
    Instant createdAt,
    Instant updatedAt) {
  private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9_:-]{0,63}");
  static final int MAX_WINDOW = 86_400;

  /// More than anybody can ask in a day.
  static final long MOST_REQUESTS = 1_000_000_000_000L;

  public RateLimit {
    if (!TYPE.matcher(type).matches()) {
      throw new IllegalArgumentException("limit_type must be like " + TYPE);
    }
    if (maxRequests < 1 || windowSeconds < 1 || windowSeconds > MAX_WINDOW) {
      throw new IllegalArgumentException(
          "max_requests must be positive, window_seconds 1-" + MAX_WINDOW);
    }
  }

  RateLimit of(long newMaxRequests, int newWindowSeconds, Instant now) {
    return new RateLimit(id, tenant, type, newMaxRequests, newWindowSeconds, createdAt, now);
  }
}
