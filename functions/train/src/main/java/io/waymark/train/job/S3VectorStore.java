package io.waymark.train.job;

import io.waymark.model.ModelName;
import io.waymark.model.ModelVersion;
import io.waymark.model.StoreCalls;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.TenantScoped;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Installation;
import java.nio.file.Path;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// `<tenant>/vectors/<name>/<version>.parquet` in the buckets `user-data` and `item-data`.
public final class S3VectorStore implements VectorStore {
  private final TenantScoped<S3Client> s3;
  private final Installation installation;

  public S3VectorStore(TenantScoped<S3Client> s3, Installation installation) {
    this.s3 = s3;
    this.installation = installation;
  }

  @Override
  public void put(TenantId tenant, ModelName name, ModelVersion version, Path users, Path items) {
    String key = tenant + "/vectors/" + name + "/" + version + ".parquet";
    put(tenant, Bucket.USER_DATA, key, users);
    put(tenant, Bucket.ITEM_DATA, key, items);
  }

  private void put(TenantId tenant, Bucket bucket, String key, Path file) {
    StoreCalls.ask(
        "bucket " + bucket.purpose(),
        () ->
            s3.of(tenant)
                .putObject(
                    request -> request.bucket(installation.name(bucket)).key(key),
                    RequestBody.fromFile(file)));
  }
}
