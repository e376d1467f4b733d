package io.waymark.ingest.archive;

import io.waymark.ingest.upload.UploadId;
import io.waymark.model.StoreCalls;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.TenantScoped;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Installation;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// Accepted interactions in the bucket `training-data`.
@Singleton
public final class S3AcceptedStore implements AcceptedStore {
  private static final String STORE = "bucket training-data";

  private final TenantScoped<S3Client> s3;
  private final String bucket;

  public S3AcceptedStore(TenantScoped<S3Client> s3, Installation installation) {
    this.s3 = s3;
    this.bucket = installation.name(Bucket.TRAINING_DATA);
  }

  @Override
  public void put(TenantId tenant, String name, Path parquet) {
    StoreCalls.ask(
        STORE,
        () ->
            s3.of(tenant)
                .putObject(
                    request -> request.bucket(bucket).key(folder(tenant) + name),
                    RequestBody.fromFile(parquet)));
  }

  @Override
  public void removeUpload(TenantId tenant, UploadId upload) {
    StoreCalls.ask(
        STORE,
        () -> {
          s3.of(tenant)
              .listObjectsV2Paginator(
                  request ->
                      request
                          .bucket(bucket)
                          .prefix(folder(tenant) + AcceptedStore.ofUpload(upload)))
              .contents()
              .forEach(
                  object ->
                      s3.of(tenant)
                          .deleteObject(request -> request.bucket(bucket).key(object.key())));
          return true;
        });
  }

  /// Where a tenant's files stand.
  public static String folder(TenantId tenant) {
    return tenant.value() + "/interactions/";
  }
}
