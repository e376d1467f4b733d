package io.waymark.auth.outbox;

import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Brings what waits for any tenant to the hot path, whose next change may be long in coming. It
/// learns the tenants' ids alone; each one's projections are drained as that tenant.
@Singleton
public final class Sweep {
  private static final int TENANTS = 200;
  private static final int OF_A_TENANT = 500;

  /// One may be that tenant's own; after so many the hot path is down, and the next sweep is soon.
  private static final int FAILURES = 3;

  private final OutboxStore waiting;
  private final Outbox outbox;
  private final Clock clock;

  Sweep(OutboxStore waiting, Outbox outbox, Clock clock) {
    this.waiting = waiting;
    this.outbox = outbox;
    this.clock = clock;
  }

  /// What a sweep did.
  ///
  /// @param complete whether nothing waits any more
  public record Swept(int written, boolean complete) {}

  /// Drains tenants, the one that has waited longest first, and begins with none after `within`.
  public Swept run(Duration within) {
    Instant until = clock.instant().plus(within);
    List<TenantId> tenants = waiting.tenantsWaiting(TENANTS);
    int written = 0;
    int failures = 0;
    for (TenantId tenant : tenants) {
      if (failures == FAILURES || clock.instant().isAfter(until)) {
        return new Swept(written, false);
      }
      Outbox.Drained drained = outbox.drain(tenant, OF_A_TENANT);
      written += drained.written();
      failures += drained.complete() ? 0 : 1;
    }
    return new Swept(written, failures == 0 && tenants.size() < TENANTS);
  }
}
