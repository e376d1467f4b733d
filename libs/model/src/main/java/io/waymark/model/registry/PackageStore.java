package io.waymark.model.registry;

import io.waymark.model.ModelName;
import io.waymark.model.ModelVersion;
import io.waymark.tenancy.TenantId;
import java.io.IOException;
import java.nio.file.Path;

/// Where model packages lie. All methods throw [io.waymark.tenancy.StoreUnavailableException] where
/// the store does not answer, and `IOException` where the local folder fails.
public interface PackageStore {
  /// Uploads every file of `folder`, the manifest last, and says below which prefix.
  String upload(TenantId tenant, ModelName name, ModelVersion version, Path folder)
      throws IOException;

  /// Downloads the manifest and what it lists into `folder`. Nothing is verified here; a file that
  /// the bucket lacks is then missing in the folder.
  ///
  /// @throws io.waymark.model.ModelPackageException where the manifest cannot be read
  void download(TenantId tenant, ModelName name, ModelVersion version, Path folder)
      throws IOException;

  /// Downloads one file of a package; nothing is verified.
  ///
  /// @param to replaced where it exists
  /// @return whether there is one
  boolean fetch(TenantId tenant, ModelName name, ModelVersion version, String file, Path to)
      throws IOException;
}
