package io.waymark.auth.outbox;

import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings committed projections to the hot path. One that cannot be written stays for the next
/// drain: the change it follows from stands all the same.
@Singleton
public final class Outbox {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

  /// As many as a request may spend its time on; the rest is the next one's.
  private static final int AT_ONCE = 50;

  private final OutboxStore outbox;
  private final ProjectionStore projections;

  Outbox(OutboxStore outbox, ProjectionStore projections) {
    this.outbox = outbox;
    this.projections = projections;
  }

  /// Keeps `projection` until it is written; to be called in the transaction of the change.
  public void add(TenantId tenant, Projection projection) {
    outbox.add(tenant, projection);
  }

  /// Writes what waits for `tenant`, oldest first, up to the first that fails.
  ///
  /// @return how many were written
  public int drain(TenantId tenant) {
    int written = 0;
    try {
      for (Projection.Pending pending : outbox.pending(tenant, AT_ONCE)) {
        projections.write(tenant, pending);
        outbox.remove(tenant, pending.id());
        written++;
      }
    } catch (StoreUnavailableException e) {
      LOG.warn(
          "projections of {} wait for the next change: {}: {}",
          tenant,
          e.getMessage(),
          String.valueOf(e.getCause()));
    }
    return written;
  }
}
