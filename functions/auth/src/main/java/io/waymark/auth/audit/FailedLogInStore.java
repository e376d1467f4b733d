package io.waymark.auth.audit;

import io.waymark.tenancy.TenantId;
import java.time.Instant;
import java.util.List;

/// Counts failed log-ins by account and minute, until the audit log has them.
public interface FailedLogInStore {
  /// One more.
  void count(TenantId tenant, String account, Instant minute, String source);

  /// Takes away the oldest ones of minutes before `ended`.
  List<FailedLogIn> take(TenantId tenant, Instant ended, int most);

  /// The tenants that have any of minutes before `ended`: asked as no tenant, it tells their ids
  /// alone.
  List<TenantId> tenantsWaiting(Instant ended, int most);
}
