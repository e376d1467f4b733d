package io.waymark.model.registry;

import io.waymark.model.ModelName;
import io.waymark.model.ModelVersion;
import io.waymark.tenancy.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/// Packages below a local folder, laid out as in the bucket.
public final class FolderPackageStore implements PackageStore {
  private final Path root;

  public FolderPackageStore(Path root) {
    this.root = root;
  }

  @Override
  public String upload(TenantId tenant, ModelName name, ModelVersion version, Path folder)
      throws IOException {
    String prefix = tenant + "/" + name + "/" + version + "/";
    copy(folder, root.resolve(prefix));
    return prefix;
  }

  @Override
  public void download(TenantId tenant, ModelName name, ModelVersion version, Path folder)
      throws IOException {
    Path from = root.resolve(tenant + "/" + name + "/" + version);
    if (Files.isDirectory(from)) {
      copy(from, folder);
    }
  }

  @Override
  public boolean fetch(TenantId tenant, ModelName name, ModelVersion version, String file, Path to)
      throws IOException {
    Path from = root.resolve(tenant + "/" + name + "/" + version).resolve(file);
    if (!Files.isRegularFile(from)) {
      return false;
    }
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    return true;
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(
            file,
            to.resolve(String.valueOf(file.getFileName())),
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
