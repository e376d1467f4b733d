package io.waymark.train.job;

import io.waymark.model.ModelName;
import io.waymark.model.ModelVersion;
import io.waymark.model.StoreCalls;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.TenantScoped;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Installation;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Object;

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
    String key = key(tenant, name, version);
    put(tenant, Bucket.USER_DATA, key, users);
    put(tenant, Bucket.ITEM_DATA, key, items);
  }

  private static String key(TenantId tenant, ModelName name, ModelVersion version) {
    return folder(tenant, name) + version + ".parquet";
  }

  private static String folder(TenantId tenant, ModelName name) {
    return tenant + "/vectors/" + name + "/";
  }

  /// Keys sort as versions do. A page has no more of them than one call may remove.
  @Override
  public void removeOlder(
      TenantId tenant, ModelName name, ModelVersion than, Set<ModelVersion> kept) {
    String end = key(tenant, name, than);
    Set<String> keys =
        kept.stream().map(version -> key(tenant, name, version)).collect(Collectors.toSet());
    for (Bucket bucket : List.of(Bucket.USER_DATA, Bucket.ITEM_DATA)) {
      StoreCalls.ask(
          "bucket " + bucket.purpose(),
          () -> {
            s3
                .of(tenant)
                .listObjectsV2Paginator(
                    list -> list.bucket(installation.name(bucket)).prefix(folder(tenant, name)))
                .stream()
                .map(page -> older(page.contents(), end, keys))
                .filter(older -> !older.isEmpty())
                .forEach(older -> remove(tenant, bucket, older));
            return true;
          });
    }
  }

  private static List<ObjectIdentifier> older(List<S3Object> some, String end, Set<String> kept) {
    return some.stream()
        .map(S3Object::key)
        .filter(key -> key.compareTo(end) < 0 && !kept.contains(key))
        .map(key -> ObjectIdentifier.builder().key(key).build())
        .toList();
  }

  private void remove(TenantId tenant, Bucket bucket, List<ObjectIdentifier> older) {
    DeleteObjectsResponse answer =
        s3.of(tenant)
            .deleteObjects(
                request ->
                    request
                        .bucket(installation.name(bucket))
                        .delete(all -> all.objects(older).quiet(true)));
    if (answer.hasErrors() && !answer.errors().isEmpty()) {
      throw new StoreUnavailableException(
          "bucket " + bucket.purpose(),
          new IllegalStateException(answer.errors().getFirst().toString()));
    }
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
