package io.waymark.auth.keys;

import io.waymark.tenancy.Scope;
import io.waymark.tenancy.TenantId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// A key of a tenant's program, without its secret.
///
/// @param prefix the eight characters that find it
/// @param hash lower-case hexadecimal SHA-256 of the key's whole text
public record ApiKey(
    UUID id,
    TenantId tenant,
    String name,
    String prefix,
    String hash,
    Set<Scope> scopes,
    boolean active,
    Optional<Instant> expiresAt,
    Optional<Instant> lastUsedAt,
    Instant createdAt) {
  public ApiKey {
    scopes = Set.copyOf(scopes);
    if (scopes.isEmpty()) {
      throw new IllegalArgumentException("scopes must not be empty");
    }
  }

  ApiKey revoked() {
    return new ApiKey(
        id, tenant, name, prefix, hash, scopes, false, expiresAt, lastUsedAt, createdAt);
  }

  /// With another end.
  ApiKey until(Instant end) {
    return new ApiKey(
        id, tenant, name, prefix, hash, scopes, active, Optional.of(end), lastUsedAt, createdAt);
  }

  @Override
  public String toString() {
    return "ApiKey[" + id + ", tenant=" + tenant + "]";
  }
}
