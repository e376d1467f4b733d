package io.waymark.auth.limits;

import io.waymark.auth.audit.Audit;
import io.waymark.auth.audit.AuditEntry;
import io.waymark.auth.database.OrderedIds;
import io.waymark.auth.database.Page;
import io.waymark.auth.outbox.Changes;
import io.waymark.auth.tenants.Standings;
import io.waymark.auth.tenants.Tenant;
import io.waymark.auth.tenants.TenantStore;
import io.waymark.edge.limits.Limit;
import io.waymark.tenancy.Principal;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/// What administrators do with their tenant's limits.
@Singleton
public final class RateLimits {
  private final RateLimitStore limits;
  private final CeilingStore ceilings;
  private final TenantStore tenants;
  private final Standings standings;
  private final Changes changes;
  private final Audit audit;
  private final Clock clock;

  RateLimits(
      RateLimitStore limits,
      CeilingStore ceilings,
      TenantStore tenants,
      Standings standings,
      Changes changes,
      Audit audit,
      Clock clock) {
    this.limits = limits;
    this.ceilings = ceilings;
    this.tenants = tenants;
    this.standings = standings;
    this.changes = changes;
    this.audit = audit;
    this.clock = clock;
  }

  /// Makes a limit of a type that the tenant has none of.
  public RateLimitResult create(Principal maker, String type, long maxRequests, int windowSeconds) {
    TenantId tenant = maker.tenant();
    Instant now = clock.instant();
    RateLimit limit =
        new RateLimit(OrderedIds.next(now), tenant, type, maxRequests, windowSeconds, now, now);
    return changing(
        tenant,
        () -> {
          Optional<RateLimitResult> beyond = beyond(limit);
          if (beyond.isPresent()) {
            return beyond.get();
          }
          if (!limits.add(tenant, limit)) {
            return new RateLimitResult.Taken();
          }
          record(maker, "rate_limit.created", limit, AuditEntry.Change.made(state(limit)));
          return new RateLimitResult.Done(limit);
        });
  }

  public List<RateLimit> list(TenantId tenant, Page page) {
    return limits.list(tenant, page);
  }

  public Optional<RateLimit> find(TenantId tenant, UUID id) {
    return limits.find(tenant, id);
  }

  /// Gives a limit other figures.
  public RateLimitResult change(
      Principal maker, UUID id, Optional<Long> maxRequests, Optional<Integer> windowSeconds) {
    TenantId tenant = maker.tenant();
    return changing(
        tenant,
        () -> {
          Optional<RateLimit> found = limits.find(tenant, id);
          if (found.isEmpty()) {
            return new RateLimitResult.Unknown();
          }
          RateLimit before = found.get();
          RateLimit after =
              before.of(
                  maxRequests.orElse(before.maxRequests()),
                  windowSeconds.orElse(before.windowSeconds()),
                  clock.instant());
          Optional<RateLimitResult> beyond = beyond(after);
          if (beyond.isPresent()) {
            return beyond.get();
          }
          limits.change(tenant, after);
          AuditEntry.Change change = new AuditEntry.Change(state(before), state(after));
          record(maker, "rate_limit.changed", after, change);
          return new RateLimitResult.Done(after);
        });
  }

  /// Removes a limit; false where there is no such limit.
  public boolean remove(Principal maker, UUID id) {
    TenantId tenant = maker.tenant();
    return changing(
        tenant,
        () -> {
          Optional<RateLimit> found = limits.find(tenant, id);
          boolean removed = found.isPresent() && limits.remove(tenant, id);
          if (removed) {
            AuditEntry.Change change = AuditEntry.Change.ended(state(found.get()));
            record(maker, "rate_limit.removed", found.get(), change);
          }
          return removed;
        });
  }

  /// Why a limit cannot be: nothing would come of it, since the ceiling holds beside it.
  private Optional<RateLimitResult> beyond(RateLimit limit) {
    Ceiling ceiling = Ceilings.of(ceilings.list(limit.tenant()), Ceiling.typeOf(limit.type()));
    return ceiling.covers(new Limit(limit.maxRequests(), limit.windowSeconds()))
        ? Optional.empty()
        : Optional.of(new RateLimitResult.Beyond(ceiling));
  }

  /// Makes a change that the hot path learns of, one at a time for a tenant.
  private <T> T changing(TenantId id, Supplier<T> change) {
    return changes.in(
        id,
        () -> {
          Tenant tenant = tenants.findForChange(id).orElseThrow();
          T result = change.get();
          standings.project(id, tenant);
          return result;
        });
  }

  private void record(Principal maker, String action, RateLimit limit, AuditEntry.Change change) {
    audit.record(maker.tenant(), maker.subject(), action, limit.id().toString(), change);
  }

  private static Map<String, String> state(RateLimit limit) {
    return Map.of(
        "limit_type", limit.type(),
        "max_requests", Long.toString(limit.maxRequests()),
        "window_seconds", Integer.toString(limit.windowSeconds()));
  }
}
