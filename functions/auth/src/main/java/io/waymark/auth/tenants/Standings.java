package io.waymark.auth.tenants;

import io.waymark.auth.database.Page;
import io.waymark.auth.limits.CeilingStore;
import io.waymark.auth.limits.RateLimit;
import io.waymark.auth.limits.RateLimitStore;
import io.waymark.auth.outbox.Outbox;
import io.waymark.auth.outbox.Projection;
import io.waymark.edge.limits.Limit;
import io.waymark.edge.limits.TenantLimits;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Brings what the hot path knows of a tenant there, its status and its limits, which are one row.
/// Whoever changes any of it has taken the tenant by [TenantStore#findForChange], so that no other
/// change's row comes between.
@Singleton
public final class Standings {
  private final RateLimitStore limits;
  private final CeilingStore ceilings;
  private final Outbox outbox;

  Standings(RateLimitStore limits, CeilingStore ceilings, Outbox outbox) {
    this.limits = limits;
    this.ceilings = ceilings;
    this.outbox = outbox;
  }

  /// To be called in the transaction of the change, after it.
  public void project(TenantId id, Tenant tenant) {
    outbox.add(
        id,
        Projection.ofTenant(
            id.value(), tenant.status().text(), tenant.epoch(), limits(id).texts()));
  }

  private TenantLimits limits(TenantId id) {
    Map<String, Limit> all = new HashMap<>();
    for (RateLimit limit : limits.list(id, new Page(Optional.empty(), Page.MOST))) {
      all.put(limit.type(), new Limit(limit.maxRequests(), limit.windowSeconds()));
    }
    ceilings
        .list(id)
        .forEach(ceiling -> all.put(TenantLimits.ceilingOf(ceiling.type()), ceiling.limit()));
    return new TenantLimits(all);
  }
}
