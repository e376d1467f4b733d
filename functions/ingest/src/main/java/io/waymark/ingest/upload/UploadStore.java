package io.waymark.ingest.upload;

import io.waymark.tenancy.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The uploads of each tenant and how far they are. All methods throw
/// [io.waymark.tenancy.StoreUnavailableException] where the store does not answer.
public interface UploadStore {
  /// Writes `upload` as it is now, whoever works at it: for those that nobody knows yet.
  void put(TenantId tenant, Upload upload);

  /// Takes the lease of an upload that does not rest, where no other is alive.
  ///
  /// @param lapsed others that end then, or earlier, are not alive
  /// @return the upload with the lease; empty where it ended, waits for a person, is taken or does
  ///   not exist
  Optional<Upload> take(TenantId tenant, UploadId id, Lease lease, Instant lapsed);

  /// Lengthens the lease of its holder; false where another took it.
  boolean renew(TenantId tenant, UploadId id, Lease lease);

  /// Writes `upload` as it is now, where `holder` has its lease; false where another took it.
  boolean putHeld(TenantId tenant, String holder, Upload upload);

  /// Writes what a person decided on an upload; false where it does not wait for one.
  boolean decide(TenantId tenant, Upload decided);

  Optional<Upload> find(TenantId tenant, UploadId id);

  /// The newest uploads, the newest first.
  List<Upload> newest(TenantId tenant, int most);

  /// The newest of the uploads that were begun before `other`, the newest first.
  List<Upload> before(TenantId tenant, UploadId other, int most);
}
