package io.waymark.ingest.upload;

import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps a lease alive however long one step takes.
final class LeaseRenewal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseRenewal.class);

  /// Two may be missed.
  private static final long EVERY = Lease.KEPT.toMillis() / 4;

  private final ScheduledExecutorService beats =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("upload-lease").factory());

  LeaseRenewal(UploadStore uploads, TenantId tenant, UploadId id, String holder, Clock clock) {
    Future<?> _ =
        beats.scheduleAtFixedRate(
            () -> renew(uploads, tenant, id, holder, clock), EVERY, EVERY, TimeUnit.MILLISECONDS);
  }

  private void renew(
      UploadStore uploads, TenantId tenant, UploadId id, String holder, Clock clock) {
    try {
      if (!uploads.renew(tenant, id, Lease.from(holder, clock.instant()))) {
        LOG.warn("upload {} of {} was taken over", id, tenant);
        beats.shutdown();
      }
    } catch (StoreUnavailableException missed) {
      LOG.warn("the lease of upload {} was not renewed: {}", id, missed.getMessage());
    }
  }

  @Override
  public void close() {
    beats.shutdownNow();
  }
}
