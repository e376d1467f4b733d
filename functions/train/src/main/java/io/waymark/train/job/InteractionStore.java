package io.waymark.train.job;

import io.waymark.tenancy.TenantId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Accepted interactions of tenants, as Parquet files.
public interface InteractionStore {
  /// Downloads every file of the tenant.
  ///
  /// @return the files, in the order of their keys
  /// @throws IOException where the local folder fails
  List<Path> download(TenantId tenant, Path folder) throws IOException;
}
