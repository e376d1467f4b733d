package io.waymark.auth.audit;

import io.waymark.tenancy.TenantId;
import java.util.List;

/// Keeps the audit log, which is only ever added to.
public interface AuditStore {
  void add(TenantId tenant, AuditEntry entry);

  /// The newest entries before the one numbered `before`, newest first.
  List<AuditEntry.Numbered> newest(TenantId tenant, long before, int limit);
}
