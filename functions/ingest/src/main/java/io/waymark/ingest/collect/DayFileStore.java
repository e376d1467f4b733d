package io.waymark.ingest.collect;

import io.waymark.tenancy.TenantId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The Parquet files that training reads. All methods throw
/// [io.waymark.tenancy.StoreUnavailableException] where the store does not answer.
public interface DayFileStore {
  /// Every file of the tenant, in the order of their names.
  List<StoredFile> list(TenantId tenant);

  /// Copies a file to `to`; false where it is gone.
  boolean fetch(TenantId tenant, String name, Path to);

  /// The last `bytes` of a file, or all of a shorter one; empty where it is gone.
  Optional<byte[]> end(TenantId tenant, StoredFile file, int bytes);

  /// Stores `parquet` under `name`, replacing what stands there.
  void put(TenantId tenant, String name, Path parquet);

  /// Removes a file, if it is there.
  void remove(TenantId tenant, String name);
}
