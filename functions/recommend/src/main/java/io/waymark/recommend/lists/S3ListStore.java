package io.waymark.recommend.lists;

import io.waymark.model.StoreCalls;
import io.waymark.model.lists.ListPart;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.TenantScoped;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Installation;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Predicate;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Lists in the bucket `user-data`.
public final class S3ListStore implements ListStore {
  private static final String STORE = "bucket user-data";

  private final TenantScoped<S3Client> s3;
  private final String bucket;

  public S3ListStore(TenantScoped<S3Client> s3, Installation installation) {
    this.s3 = s3;
    this.bucket = installation.name(Bucket.USER_DATA);
  }

  @Override
  public void put(TenantId tenant, ListPart part, byte[] content) {
    StoreCalls.ask(
        STORE,
        () ->
            s3.of(tenant)
                .putObject(
                    put -> put.bucket(bucket).key(part.key(tenant)).contentType("application/gzip"),
                    RequestBody.fromBytes(content)));
  }

  @Override
  public void removeFrom(TenantId tenant, ListPart first) {
    remove(
        tenant,
        part ->
            part.run().equals(first.run())
                && part.shard() == first.shard()
                && part.number() >= first.number());
  }

  @Override
  public void removeBefore(TenantId tenant, LocalDate run) {
    remove(tenant, part -> part.run().isBefore(run));
  }

  private void remove(TenantId tenant, Predicate<ListPart> unwanted) {
    StoreCalls.ask(
        STORE,
        () -> {
          List<String> keys =
              s3
                  .of(tenant)
                  .listObjectsV2Paginator(
                      list -> list.bucket(bucket).prefix(ListPart.folder(tenant)))
                  .contents()
                  .stream()
                  .map(S3Object::key)
                  .filter(key -> ListPart.keyed(key).filter(unwanted).isPresent())
                  .toList();
          keys.forEach(key -> s3.of(tenant).deleteObject(delete -> delete.bucket(bucket).key(key)));
          return keys.size();
        });
  }
}
