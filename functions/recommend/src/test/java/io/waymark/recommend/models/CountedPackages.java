package io.waymark.recommend.models;

import io.waymark.model.ModelName;
import io.waymark.model.ModelVersion;
import io.waymark.model.registry.PackageStore;
import io.waymark.tenancy.TenantId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/// Counts what is fetched.
record CountedPackages(PackageStore packages, AtomicLong fetched) implements PackageStore {
  @Override
  public String upload(TenantId tenant, ModelName name, ModelVersion version, Path folder)
      throws IOException {
    return packages.upload(tenant, name, version, folder);
  }

  @Override
  public void download(TenantId tenant, ModelName name, ModelVersion version, Path folder)
      throws IOException {
    packages.download(tenant, name, version, folder);
    fetched.incrementAndGet();
  }

  @Override
  public boolean fetch(TenantId tenant, ModelName name, ModelVersion version, String file, Path to)
      throws IOException {
    return packages.fetch(tenant, name, version, file, to);
  }
}
