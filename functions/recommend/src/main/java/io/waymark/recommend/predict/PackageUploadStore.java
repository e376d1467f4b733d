package io.waymark.recommend.predict;

import io.waymark.edge.PresignedPut;
import io.waymark.model.ModelName;
import io.waymark.model.ModelVersion;
import io.waymark.tenancy.TenantId;
import java.nio.file.Path;
import java.time.Duration;

/// Where files of a model wait until they are examined; what is examined and found good is copied
/// from here, so that nobody can change it afterwards.
public interface PackageUploadStore {
  /// A file that a caller wants to upload.
  ///
  /// @param name as in the package
  /// @param bytes its exact length
  record Announced(String name, long bytes) {}

  /// Lets whoever has the answer put exactly this file for a while.
  PresignedPut presign(
      TenantId tenant, ModelName name, ModelVersion version, Announced file, Duration valid);

  /// Copies a file to `to`.
  ///
  /// @return whether it was there
  boolean fetch(TenantId tenant, ModelName name, ModelVersion version, String file, Path to);
}
