package io.waymark.recommend.predict;

import io.waymark.model.ModelName;
import io.waymark.model.ModelVersion;
import io.waymark.tenancy.TenantId;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// Where files of a model wait until they are examined; what is examined and found good is copied
/// from here, so that nobody can change it afterwards.
public interface PackageUploadStore {
  /// A file that a caller wants to upload.
  ///
  /// @param name as in the package
  /// @param bytes its exact length
  record Announced(String name, long bytes) {}

  /// Where to put a file, and what to send along.
  record PresignedPut(URI url, Map<String, String> headers) {
    public PresignedPut {
      headers = Map.copyOf(headers);
    }
  }

  /// Lets whoever has the answer put exactly this file for a while.
  PresignedPut presign(
      TenantId tenant, ModelName name, ModelVersion version, Announced file, Duration valid);

  /// Copies a file to `to`.
  ///
  /// @return whether it was there
  boolean fetch(TenantId tenant, ModelName name, ModelVersion version, String file, Path to);
}
