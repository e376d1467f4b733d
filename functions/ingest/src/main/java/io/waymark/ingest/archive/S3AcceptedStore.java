package io.waymark.ingest.archive;

import io.waymark.model.StoreCalls;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Installation;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// Accepted interactions in the bucket `training-data`.
@Singleton
public final class S3AcceptedStore implements AcceptedStore {
  private final S3Client s3;
  private final String bucket;

  public S3AcceptedStore(S3Client s3, Installation installation) {
    this.s3 = s3;
    this.bucket = installation.name(Bucket.TRAINING_DATA);
  }

  @Override
  public void put(TenantId tenant, String name, Path parquet) {
    StoreCalls.ask(
        "bucket training-data",
        () ->
            s3.putObject(
                request -> request.bucket(bucket).key(tenant.value() + "/interactions/" + name),
                RequestBody.fromFile(parquet)));
  }
}
