package io.waymark.recommend.predict;

import io.waymark.edge.PresignedPut;
import io.waymark.model.ModelName;
import io.waymark.model.ModelVersion;
import io.waymark.model.StoreCalls;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.TenantScoped;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Installation;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/// Files in the bucket `models`, prefix `_uploads/<tenant>/<name>/<version>/`, which is no
/// tenant's; the bucket forgets them after a day. What is presigned names one key and length, and
/// is signed as the function, so that it lasts as long as it says.
@Singleton
final class S3PackageUploadStore implements PackageUploadStore {
  private static final String STORE = "bucket models";

  private final TenantScoped<S3Client> s3;
  private final S3Presigner presigner;
  private final String bucket;

  S3PackageUploadStore(
      TenantScoped<S3Client> s3, S3Presigner presigner, Installation installation) {
    this.s3 = s3;
    this.presigner = presigner;
    this.bucket = installation.name(Bucket.MODELS);
  }

  @Override
  public PresignedPut presign(
      TenantId tenant, ModelName name, ModelVersion version, Announced file, Duration valid) {
    return PresignedPut.sign(
        presigner, bucket, key(tenant, name, version, file.name()), file.bytes(), valid);
  }

  @Override
  public boolean fetch(
      TenantId tenant, ModelName name, ModelVersion version, String file, Path to) {
    return StoreCalls.ask(
        STORE,
        () -> {
          try {
            s3.of(tenant)
                .getObject(
                    request -> request.bucket(bucket).key(key(tenant, name, version, file)),
                    ResponseTransformer.toFile(to));
            return true;
          } catch (NoSuchKeyException missing) {
            return false;
          }
        });
  }

  private static String key(TenantId tenant, ModelName name, ModelVersion version, String file) {
    return "_uploads/" + tenant + "/" + name + "/" + version + "/" + file;
  }
}
