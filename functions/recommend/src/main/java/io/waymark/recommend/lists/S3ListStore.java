package io.waymark.recommend.lists;

import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import io.waymark.model.StoreCalls;
import io.waymark.model.lists.ListPart;
import io.waymark.model.lists.ListSpan;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.TenantScoped;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Lists in the bucket `user-data`.
public final class S3ListStore implements ListStore {
  private static final Logger LOG = LoggerFactory.getLogger(S3ListStore.class);
  private static final String STORE = "bucket user-data";

  private final TenantScoped<S3Client> s3;
  private final String bucket;
  private final JsonMapper json;

  public S3ListStore(TenantScoped<S3Client> s3, Installation installation, JsonMapper json) {
    this.s3 = s3;
    this.bucket = installation.name(Bucket.USER_DATA);
    this.json = json;
  }

  @Override
  public ListsState state(TenantId tenant) {
    Optional<byte[]> kept =
        StoreCalls.ask(
            STORE,
            () -> {
              try {
                return Optional.of(
                    s3.of(tenant)
                        .getObjectAsBytes(get -> get.bucket(bucket).key(stateKey(tenant)))
                        .asByteArray());
              } catch (NoSuchKeyException none) {
                return Optional.empty();
              }
            });
    try {
      return kept.isEmpty()
          ? ListsState.NOTHING
          : json.readValue(kept.get(), Argument.of(ListsState.class));
    } catch (IOException e) {
      // Of another version of us: the lists are made anew.
      LOG.warn("the state of the lists of {} cannot be read: {}", tenant, e.getMessage());
      return ListsState.NOTHING;
    }
  }

  @Override
  public void keep(TenantId tenant, ListsState state) {
    try {
      RequestBody body = RequestBody.fromBytes(json.writeValueAsBytes(state));
      StoreCalls.ask(
          STORE,
          () ->
              s3.of(tenant)
                  .putObject(
                      put ->
                          put.bucket(bucket).key(stateKey(tenant)).contentType("application/json"),
                      body));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void put(TenantId tenant, ListPart part, ListSpan span, byte[] content) {
    StoreCalls.ask(
        STORE,
        () ->
            s3.of(tenant)
                .putObject(
                    put ->
                        put.bucket(bucket)
                            .key(part.key(tenant))
                            .metadata(span.metadata())
                            .contentType("application/gzip"),
                    RequestBody.fromBytes(content)));
  }

  @Override
  public Optional<ListSpan> span(TenantId tenant, ListPart part) {
    return StoreCalls.ask(
        STORE,
        () -> {
          try {
            return ListSpan.of(
                s3.of(tenant)
                    .headObject(head -> head.bucket(bucket).key(part.key(tenant)))
                    .metadata());
          } catch (NoSuchKeyException gone) {
            return Optional.empty();
          }
        });
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
  public void removeAllBut(TenantId tenant, Set<LocalDate> kept) {
    remove(tenant, part -> !kept.contains(part.run()));
  }

  private static String stateKey(TenantId tenant) {
    return ListPart.folder(tenant) + "state.json";
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
