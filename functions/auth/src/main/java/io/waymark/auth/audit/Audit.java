package io.waymark.auth.audit;

import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;

/// Writes down what is being done; to be called in the transaction that does it.
@Singleton
public final class Audit {
  private final AuditStore entries;
  private final Clock clock;

  Audit(AuditStore entries, Clock clock) {
    this.entries = entries;
    this.clock = clock;
  }

  public void record(TenantId tenant, String actor, String action, String target) {
    record(tenant, actor, action, target, Map.of());
  }

  public void record(
      TenantId tenant, String actor, String action, String target, Map<String, String> detail) {
    entries.add(tenant, new AuditEntry(clock.instant(), actor, action, target, detail));
  }
}
