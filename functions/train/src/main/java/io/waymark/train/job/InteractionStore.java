package io.waymark.train.job;

import io.waymark.tenancy.TenantId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Accepted interactions of tenants, as Parquet files.
public interface InteractionStore {
  /// Downloads every file of the tenant that no other stands for.
  ///
  /// @throws IOException where the local folder fails
  Downloaded download(TenantId tenant, Path folder) throws IOException;

  /// Files on the local disk.
  ///
  /// @param files in the order of their keys
  /// @param data what they hold
  record Downloaded(List<Path> files, AcceptedData data) {
    public static final Downloaded NOTHING = new Downloaded(List.of(), AcceptedData.NONE);

    public Downloaded {
      files = List.copyOf(files);
    }
  }
}
