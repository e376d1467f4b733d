package io.waymark.auth.limits;

import io.waymark.auth.database.Page;
import io.waymark.tenancy.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Keeps rate limits, one of each type per tenant.
public interface RateLimitStore {
  /// False where the tenant has a limit of that type.
  boolean add(TenantId tenant, RateLimit limit);

  Optional<RateLimit> find(TenantId tenant, UUID id);

  List<RateLimit> list(TenantId tenant, Page page);

  /// Replaces requests and window.
  void change(TenantId tenant, RateLimit limit);

  /// False where there is none.
  boolean remove(TenantId tenant, UUID id);
}
