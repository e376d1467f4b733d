package io.waymark.auth.audit;

import io.waymark.tenancy.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Keeps the audit log, which is only ever added to.
public interface AuditStore {
  void add(TenantId tenant, AuditEntry entry);

  /// Adds the entry of a note, unless the log has it.
  void add(TenantId tenant, UUID note, AuditEntry entry);

  /// The newest entries before the one numbered `before`, newest first.
  List<AuditEntry.Numbered> newest(TenantId tenant, long before, int limit);

  /// The newest entry about `target`.
  Optional<AuditEntry> newestOf(TenantId tenant, String target);
}
