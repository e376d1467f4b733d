package io.waymark.auth.limits;

import io.waymark.edge.limits.Limit;
import io.waymark.edge.limits.TenantLimits;
import java.util.Map;

/// What the operator lets a tenant ask for at most.
///
/// @param type an endpoint class, like `recommend`
public record Ceiling(String type, Limit limit) {
  /// Whether requests within `other` are, or may be, within this: no more in its window than this
  /// lets through in as many of its own as that window touches at least.
  boolean covers(Limit other) {
    long windows = Math.ceilDiv(other.windowSeconds(), limit.windowSeconds());
    return other.requests() <= Math.multiplyExact(limit.requests(), windows);
  }

  /// The one of the class that limits of `type` are about, or of the class itself.
  static String typeOf(String type) {
    return type.replaceFirst(":.*", "");
  }

  /// What holds where the operator has set nothing.
  static Ceiling usual(String type) {
    return new Ceiling(type, TenantLimits.usual(type));
  }

  /// What the audit log tells of it.
  Map<String, String> state() {
    return Map.of(
        "limit_type", type,
        "max_requests", Long.toString(limit.requests()),
        "window_seconds", Integer.toString(limit.windowSeconds()));
  }
}
