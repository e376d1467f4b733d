package io.waymark.model.registry;

import io.waymark.model.Manifest;
import io.waymark.model.ModelName;
import io.waymark.model.ModelVersion;
import io.waymark.model.StoreCalls;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.TenantScoped;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/// Packages in the bucket `models`, prefix `<tenant>/<name>/<version>/`.
public final class S3PackageStore implements PackageStore {
  private static final String STORE = "bucket models";

  private final TenantScoped<S3Client> s3;
  private final String bucket;

  public S3PackageStore(TenantScoped<S3Client> s3, Installation installation) {
    this.s3 = s3;
    this.bucket = installation.name(Bucket.MODELS);
  }

  @Override
  public String upload(TenantId tenant, ModelName name, ModelVersion version, Path folder)
      throws IOException {
    String prefix = prefix(tenant, name, version);
    try (Stream<Path> found = Files.list(folder)) {
      List<Path> files = found.filter(file -> !file.endsWith(Manifest.FILE)).sorted().toList();
      for (Path file : files) {
        put(tenant, prefix, file);
      }
    }
    put(tenant, prefix, folder.resolve(Manifest.FILE));
    return prefix;
  }

  @Override
  public void download(TenantId tenant, ModelName name, ModelVersion version, Path folder)
      throws IOException {
    String prefix = prefix(tenant, name, version);
    Files.createDirectories(folder);
    Path manifest = folder.resolve(Manifest.FILE);
    if (get(tenant, prefix + Manifest.FILE, manifest)) {
      for (Manifest.PackagedFile file : Manifest.parse(Files.readString(manifest)).files()) {
        boolean _ = get(tenant, prefix + file.name(), folder.resolve(file.name()));
      }
    }
  }

  @Override
  public boolean fetch(TenantId tenant, ModelName name, ModelVersion version, String file, Path to)
      throws IOException {
    return get(tenant, prefix(tenant, name, version) + file, to);
  }

  private void put(TenantId tenant, String prefix, Path file) {
    StoreCalls.ask(
        STORE,
        () ->
            s3.of(tenant)
                .putObject(
                    request -> request.bucket(bucket).key(prefix + file.getFileName()),
                    RequestBody.fromFile(file)));
  }

  private boolean get(TenantId tenant, String key, Path file) throws IOException {
    Files.deleteIfExists(file);
    GetObjectRequest request = GetObjectRequest.builder().bucket(bucket).key(key).build();
    return StoreCalls.ask(
        STORE,
        () -> {
          try {
            s3.of(tenant).getObject(request, ResponseTransformer.toFile(file));
            return true;
          } catch (NoSuchKeyException missing) {
            return false;
          }
        });
  }

  private static String prefix(TenantId tenant, ModelName name, ModelVersion version) {
    return tenant + "/" + name + "/" + version + "/";
  }
}
