package io.waymark.ingest.upload;

import io.waymark.ingest.archive.AcceptedStore;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// What the claims of uploads are worth. A claim is made before the row is stored, so it counts for
/// as long as its upload is at work and, where that ends well, for good. It lapses where the upload
/// was given up; what such an upload left in the training data is removed before anyone is told.
@Singleton
public final class UploadClaims {
  private final UploadStore uploads;
  private final AcceptedStore accepted;
  private final Leases leases;
  private final Clock clock;

  public UploadClaims(UploadStore uploads, AcceptedStore accepted, Leases leases, Clock clock) {
    this.uploads = uploads;
    this.accepted = accepted;
    this.leases = leases;
    this.clock = clock;
  }

  /// How it stands with an upload's claims.
  public enum Standing {
    /// Everything claimed is stored.
    DONE,
    AT_WORK,
    /// Nothing of it is in the training data; its claims may be taken over.
    LAPSED
  }

  public Standing standing(TenantId tenant, UploadId id) {
    Optional<Upload> found = uploads.find(tenant, id);
    if (found.isEmpty()) {
      return Standing.DONE; // forgotten, long after it ended
    }
    Upload upload = found.get();
    if (upload.state() == UploadState.DONE) {
      return Standing.DONE;
    }
    Instant lapsed = leases.lapsed();
    if (upload.lease().filter(lease -> lease.alive(lapsed)).isPresent()) {
      return Standing.AT_WORK;
    }
    return upload.state() != UploadState.STORING || settle(tenant, id)
        ? Standing.LAPSED
        : Standing.AT_WORK;
  }

  /// Removes what an upload left that was given up while it stored; false where it is at work again
  /// or another settles it.
  private boolean settle(TenantId tenant, UploadId id) {
    String holder = UUID.randomUUID().toString();
    Optional<Upload> taken =
        uploads.take(tenant, id, Lease.from(holder, clock.instant()), leases.lapsed());
    if (taken.isEmpty()) {
      return false;
    }
    accepted.removeUpload(tenant, id);
    return uploads.putHeld(tenant, holder, taken.get().failed(clock.instant()));
  }
}
