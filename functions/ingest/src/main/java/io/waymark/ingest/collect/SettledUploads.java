package io.waymark.ingest.collect;

import io.waymark.ingest.upload.UploadId;
import io.waymark.tenancy.TenantId;

/// Knows which uploads will never take their rows back.
@FunctionalInterface
public interface SettledUploads {
  /// Whether the rows of `upload` stay where they are.
  ///
  /// @throws io.waymark.tenancy.StoreUnavailableException where the store does not answer
  boolean isSettled(TenantId tenant, UploadId upload);
}
