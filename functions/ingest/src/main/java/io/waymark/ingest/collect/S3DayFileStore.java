package io.waymark.ingest.collect;

import io.waymark.ingest.archive.S3AcceptedStore;
import io.waymark.model.StoreCalls;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.TenantScoped;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Installation;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/// Files of accepted interactions in the bucket `training-data`.
@Singleton
final class S3DayFileStore implements DayFileStore {
  private static final String STORE = "bucket training-data";

  private final TenantScoped<S3Client> s3;
  private final String bucket;

  S3DayFileStore(TenantScoped<S3Client> s3, Installation installation) {
    this.s3 = s3;
    this.bucket = installation.name(Bucket.TRAINING_DATA);
  }

  @Override
  public List<StoredFile> list(TenantId tenant) {
    String folder = S3AcceptedStore.folder(tenant);
    return StoreCalls.ask(
        STORE,
        () ->
            s3
                .of(tenant)
                .listObjectsV2Paginator(request -> request.bucket(bucket).prefix(folder))
                .contents()
                .stream()
                .filter(object -> object.size() > 0 && object.key().endsWith(".parquet"))
                .map(
                    object ->
                        new StoredFile(
                            object.key().substring(folder.length()),
                            object.size(),
                            object.lastModified()))
                .toList());
  }

  @Override
  public boolean fetch(TenantId tenant, String name, Path to) {
    return StoreCalls.ask(
        STORE,
        () -> {
          try {
            Files.deleteIfExists(to);
            s3.of(tenant)
                .getObject(
                    get -> get.bucket(bucket).key(S3AcceptedStore.folder(tenant) + name),
                    ResponseTransformer.toFile(to));
            return true;
          } catch (NoSuchKeyException gone) {
            return false;
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @Override
  public Optional<byte[]> end(TenantId tenant, StoredFile file, int bytes) {
    String range = "bytes=%d-%d".formatted(Math.max(0, file.size() - bytes), file.size() - 1);
    String key = S3AcceptedStore.folder(tenant) + file.name();
    return StoreCalls.ask(
        STORE,
        () -> {
          try {
            return Optional.of(
                s3.of(tenant)
                    .getObjectAsBytes(get -> get.bucket(bucket).key(key).range(range))
                    .asByteArray());
          } catch (NoSuchKeyException gone) {
            return Optional.empty();
          }
        });
  }

  @Override
  public void put(TenantId tenant, String name, Path parquet) {
    StoreCalls.ask(
        STORE,
        () ->
            s3.of(tenant)
                .putObject(
                    put -> put.bucket(bucket).key(S3AcceptedStore.folder(tenant) + name),
                    RequestBody.fromFile(parquet)));
  }

  @Override
  public void remove(TenantId tenant, String name) {
    StoreCalls.ask(
        STORE,
        () ->
            s3.of(tenant)
                .deleteObject(
                    delete -> delete.bucket(bucket).key(S3AcceptedStore.folder(tenant) + name)));
  }
}
