package io.waymark.ingest.upload;

import io.waymark.tenancy.TenantId;
import java.util.List;
import java.util.Optional;

/// The uploads of each tenant and how far they are. All methods throw
/// [io.waymark.tenancy.StoreUnavailableException] where the store does not answer.
public interface UploadStore {
  /// Writes `upload` as it is now.
  void put(TenantId tenant, Upload upload);

  Optional<Upload> find(TenantId tenant, UploadId id);

  /// The newest uploads, the newest first.
  List<Upload> newest(TenantId tenant, int most);
}
