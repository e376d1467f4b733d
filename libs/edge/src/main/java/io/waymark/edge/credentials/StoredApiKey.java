package io.waymark.edge.credentials;

import io.waymark.tenancy.Scope;
import io.waymark.tenancy.TenantId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// An API key as the hot path knows it.
///
/// @param id the key's id, a UUID
/// @param hash lower-case hexadecimal SHA-256 of the key's whole text
public record StoredApiKey(
    TenantId tenant,
    String id,
    String hash,
    Set<Scope> scopes,
    boolean active,
    Optional<Instant> expiresAt) {
  public StoredApiKey {
    scopes = Set.copyOf(scopes);
  }

  @Override
  public String toString() {
    return "StoredApiKey[tenant=" + tenant + ", id=" + id + "]";
  }
}
