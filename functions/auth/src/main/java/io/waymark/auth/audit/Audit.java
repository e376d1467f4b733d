package io.waymark.auth.audit;

import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import java.time.Clock;

/// Writes down what is being done; to be called in the transaction that does it.
@Singleton
public final class Audit {
  private final AuditStore entries;
  private final Origin origin;
  private final Clock clock;

  Audit(AuditStore entries, Origin origin, Clock clock) {
    this.entries = entries;
    this.origin = origin;
    this.clock = clock;
  }

  public void record(TenantId tenant, String actor, String action, String target) {
    record(tenant, actor, action, target, AuditEntry.Change.NONE);
  }

  public void record(
      TenantId tenant, String actor, String action, String target, AuditEntry.Change change) {
    AuditEntry.Who who = new AuditEntry.Who(actor, origin.current());
    entries.add(tenant, new AuditEntry(clock.instant(), who, action, target, change));
  }
}
