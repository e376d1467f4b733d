package io.waymark.train.job;

import io.waymark.model.ModelName;
import io.waymark.model.ModelVersion;
import io.waymark.tenancy.TenantId;
import java.nio.file.Path;
import java.util.Set;

/// User and item vectors of model versions, as Parquet files.
public interface VectorStore {
  void put(TenantId tenant, ModelName name, ModelVersion version, Path users, Path items);

  /// Removes the vectors of all versions of a name that are older than `than`, but these.
  void removeOlder(TenantId tenant, ModelName name, ModelVersion than, Set<ModelVersion> kept);
}
