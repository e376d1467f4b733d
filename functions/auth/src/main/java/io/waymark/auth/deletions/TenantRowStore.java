package io.waymark.auth.deletions;

import io.waymark.tenancy.TenantId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// What the database holds of a tenant that is being deleted.
interface TenantRowStore {
  /// What stands of a tenant, also of one that was ended.
  ///
  /// @param status as the database has it
  /// @param epoch that the next token would have
  record Stands(String status, long epoch) {}

  /// Holds off every other change of the tenant until the transaction ends.
  Optional<Stands> findForChange(TenantId tenant);

  /// Ends the tenant: nothing of it is left but its id.
  void end(TenantId tenant, long epoch, Instant now);

  /// Removes what an ended tenant has, but for usage and audit log.
  ///
  /// @return how many rows, by store
  Map<String, Long> forget(TenantId tenant);

  /// Removes lines of usage of an ended tenant.
  ///
  /// @param most at which to stop
  long forgetUsage(TenantId tenant, int most);

  AuditDigest auditDigest(TenantId tenant);

  /// Removes the audit log of an ended tenant.
  long forgetAudit(TenantId tenant);
}
