package io.waymark.edge.credentials;

import io.waymark.tenancy.TenantId;
import java.util.Optional;

/// What `auth` has projected for the hot path. The look-up of a key comes before the tenant is
/// known: it is one of the three narrow paths that return a principal's facts and nothing else.
public interface AccessStore {
  /// The key whose public eight characters these are.
  Optional<StoredApiKey> apiKey(String prefix);

  /// The tenant's standing; empty where there is no such tenant.
  Optional<TenantStanding> standing(TenantId tenant);

  /// Whether the session was ended before its tokens expire.
  boolean sessionEnded(TenantId tenant, String session);
}
