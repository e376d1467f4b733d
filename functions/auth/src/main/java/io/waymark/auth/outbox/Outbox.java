package io.waymark.auth.outbox;

import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings committed projections to the hot path. One that cannot be written stays for the next
/// drain: the change it follows from stands all the same.
@Singleton
public final class Outbox {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

  /// As many as a request may spend its time on for others; the rest is the next one's.
  static final int AT_ONCE = 50;

  private final OutboxStore outbox;
  private final ProjectionStore projections;

  Outbox(OutboxStore outbox, ProjectionStore projections) {
    this.outbox = outbox;
    this.projections = projections;
  }

  /// What a drain did.
  ///
  /// @param complete whether nothing waits any more
  record Drained(int written, boolean complete) {}

  /// Keeps `projection` until it is written; to be called in the transaction of the change.
  public void add(TenantId tenant, Projection projection) {
    outbox.add(tenant, projection);
  }

  /// Writes what waits for `tenant`, oldest first, up to the first that fails or until there are
  /// `most` of them, give or take [#AT_ONCE].
  Drained drain(TenantId tenant, int most) {
    int written = 0;
    try {
      List<Projection.Pending> batch;
      do {
        batch = outbox.pending(tenant, AT_ONCE);
        for (Projection.Pending pending : batch) {
          projections.write(tenant, pending);
          outbox.remove(tenant, pending.id());
          written++;
        }
      } while (batch.size() == AT_ONCE && written < most);
      return new Drained(written, batch.size() < AT_ONCE);
    } catch (StoreUnavailableException e) {
      LOG.warn(
          "projections of {} wait for the next change or sweep: {}: {}",
          tenant,
          e.getMessage(),
          String.valueOf(e.getCause()));
      return new Drained(written, false);
    }
  }
}
