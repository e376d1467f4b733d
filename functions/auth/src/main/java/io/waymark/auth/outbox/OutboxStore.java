package io.waymark.auth.outbox;

import io.waymark.tenancy.TenantId;
import java.util.List;

/// Keeps projections from the commit of their change until they are written.
public interface OutboxStore {
  /// The tenants for which any wait, the one that has waited longest first: asked as no tenant, it
  /// tells their ids alone.
  List<TenantId> tenantsWaiting(int most);

  void add(TenantId tenant, Projection projection);

  /// The oldest ones.
  List<Projection.Pending> pending(TenantId tenant, int limit);

  void remove(TenantId tenant, long id);
}
