package io.waymark.auth.outbox;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A row of the table ACCESS as it shall be: what the hot path knows of a key, a tenant or an ended
/// session.
///
/// @param attributes texts, whole numbers ([Long]) or non-empty lists of texts, by name
public record Projection(String key, Map<String, Object> attributes) {
  /// What the rows of keys begin with.
  static final String KEY = "key#";

  /// What the rows of tenants begin with.
  public static final String TENANT = "tenant#";

  public Projection {
    attributes = Map.copyOf(attributes);
    attributes.forEach(
        (name, value) -> {
          if (!(value instanceof String || value instanceof Long || value instanceof List)) {
            throw new IllegalArgumentException("attribute " + name + " has a type unknown here");
          }
        });
  }

  /// What the hot path knows of an API key.
  ///
  /// @param facts `tenant`, `key_id`, `hash`
  public static Projection ofKey(
      String prefix,
      Map<String, String> facts,
      List<String> scopes,
      boolean active,
      Optional<Instant> expiresAt) {
    Map<String, Object> attributes = new HashMap<>(facts);
    attributes.put("scopes", List.copyOf(scopes));
    attributes.put("status", active ? "active" : "revoked");
    expiresAt.ifPresent(at -> attributes.put("expires_at", at.getEpochSecond()));
    return new Projection(KEY + prefix, attributes);
  }

  /// What the hot path knows of a tenant.
  ///
  /// @param limits texts like `recommend=100/60`
  public static Projection ofTenant(String tenant, String status, long epoch, List<String> limits) {
    Map<String, Object> attributes = new HashMap<>(Map.of("status", status, "epoch", epoch));
    if (!limits.isEmpty()) {
      attributes.put("limits", List.copyOf(limits));
    }
    return new Projection(TENANT + tenant, attributes);
  }

  /// What the hot path knows, for good, of a tenant that was deleted.
  public static Projection ofEndedTenant(String tenant, long epoch) {
    return ofTenant(tenant, "ended", epoch, List.of());
  }

  /// What the hot path knows of an ended session, until `expiresAt`, when its last access token has
  /// expired by itself.
  public static Projection ofEndedSession(String session, Instant expiresAt) {
    return new Projection("session#" + session, Map.of("expires_at", expiresAt.getEpochSecond()));
  }

  /// A projection that waits to be written.
  ///
  /// @param id rises with each change of one row
  public record Pending(long id, Projection projection) {}
}
