package io.waymark.auth.outbox;

import io.waymark.tenancy.TenantId;
import java.util.List;

/// Keeps projections from the commit of their change until they are written.
public interface OutboxStore {
  void add(TenantId tenant, Projection projection);

  /// The oldest ones.
  List<Projection.Pending> pending(TenantId tenant, int limit);

  void remove(TenantId tenant, long id);
}
