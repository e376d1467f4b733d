package io.waymark.auth.limits;

import io.waymark.auth.audit.Audit;
import io.waymark.auth.audit.AuditEntry;
import io.waymark.auth.outbox.Changes;
import io.waymark.auth.tenants.Standings;
import io.waymark.auth.tenants.Tenant;
import io.waymark.auth.tenants.TenantStore;
import io.waymark.edge.limits.EndpointClass;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/// What the operator does with the ceilings of a tenant. It stands in that tenant's audit log.
@Singleton
public final class Ceilings {
  private final CeilingStore ceilings;
  private final TenantStore tenants;
  private final Standings standings;
  private final Changes changes;
  private final Audit audit;

  Ceilings(
      CeilingStore ceilings,
      TenantStore tenants,
      Standings standings,
      Changes changes,
      Audit audit) {
    this.ceilings = ceilings;
    this.tenants = tenants;
    this.standings = standings;
    this.changes = changes;
    this.audit = audit;
  }

  /// One of each type, the defaults where the operator has set none; empty where there is no such
  /// tenant.
  public Optional<List<Ceiling>> list(TenantId tenant) {
    return tenants
        .find(tenant)
        .map(
            _ -> {
              List<Ceiling> set = ceilings.list(tenant);
              return EndpointClass.types().stream().map(type -> of(set, type)).toList();
            });
  }

  /// False where there is no such tenant.
  public boolean set(String actor, TenantId tenant, Ceiling ceiling) {
    return change(actor, tenant, ceiling.type(), () -> ceilings.put(tenant, ceiling));
  }

  /// Back to the default, whether or not one was set; false where there is no such tenant.
  public boolean remove(String actor, TenantId tenant, String type) {
    return change(actor, tenant, type, () -> ceilings.remove(tenant, type));
  }

  private boolean change(String actor, TenantId id, String type, Runnable change) {
    return changes.in(
        id,
        () -> {
          Optional<Tenant> tenant = tenants.findForChange(id);
          if (tenant.isEmpty()) {
            return false;
          }
          Ceiling before = of(ceilings.list(id), type);
          change.run();
          Ceiling after = of(ceilings.list(id), type);
          standings.project(id, tenant.get());
          audit.record(
              id,
              actor,
              "rate_limit.ceiling_changed",
              type,
              new AuditEntry.Change(before.state(), after.state()));
          return true;
        });
  }

  /// The one of `set` that is of `type`, or the default.
  static Ceiling of(List<Ceiling> set, String type) {
    return set.stream()
        .filter(ceiling -> ceiling.type().equals(type))
        .findFirst()
        .orElseGet(() -> Ceiling.usual(type));
  }
}
