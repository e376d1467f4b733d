package io.waymark.ingest.archive;

import io.waymark.tenancy.TenantId;
import java.nio.file.Path;

/// The Parquet files that training reads.
public interface AcceptedStore {
  /// Stores `parquet` under `name`, replacing what stands there.
  void put(TenantId tenant, String name, Path parquet);
}
