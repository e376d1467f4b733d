package io.waymark.ingest.stream;

import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import io.micronaut.serde.annotation.Serdeable;
import io.waymark.interactions.RejectionReason;
import io.waymark.model.StoreCalls;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.TenantScoped;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Installation;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/// One object a letter in bucket `data`: `dead-letters/<tenant>/<shard and sequence number>.json`.
@Singleton
public final class S3DeadLetterStore implements DeadLetterStore, KeptLetterStore {
  private static final String STORE = "bucket data";
  private static final String ENDING = ".json";

  private final TenantScoped<S3Client> s3;
  private final String bucket;
  private final JsonMapper json;

  public S3DeadLetterStore(TenantScoped<S3Client> s3, Installation installation, JsonMapper json) {
    this.s3 = s3;
    this.bucket = installation.name(Bucket.DATA);
    this.json = json;
  }

  @Serdeable
  record Stored(String eventId, String partitionKey, String payload, List<Reason> reasons) {}

  /// Why.
  ///
  /// @param code none in letters of an earlier version
  @Serdeable
  record Reason(String field, @Nullable String code, String message) {
    static Reason of(RejectionReason reason) {
      return new Reason(reason.field(), reason.code(), reason.message());
    }

    RejectionReason reason() {
      return new RejectionReason(field, code == null ? "invalid" : code, message);
    }
  }

  @Override
  public void keep(TenantId tenant, DeadLetter letter) {
    Stored stored =
        new Stored(
            letter.eventId(),
            letter.partitionKey(),
            letter.payload(),
            letter.reasons().stream().map(Reason::of).toList());
    try {
      byte[] bytes = json.writeValueAsBytes(stored);
      StoreCalls.ask(
          STORE,
          () ->
              s3.of(tenant)
                  .putObject(
                      put ->
                          put.bucket(bucket)
                              .key(key(tenant, LetterId.of(letter.eventId())))
                              .contentType("application/json"),
                      RequestBody.fromBytes(bytes)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<KeptLetter> list(TenantId tenant, Optional<LetterId> after, int most) {
    List<KeptLetter> found = new ArrayList<>();
    Optional<LetterId> from = after;
    boolean more = true;
    while (more && found.size() < most) { // some may be removed meanwhile
      List<LetterId> ids = ids(tenant, from, most - found.size());
      more = ids.size() == most - found.size();
      ids.forEach(id -> find(tenant, id).ifPresent(found::add));
      from = ids.isEmpty() ? from : Optional.of(ids.getLast());
    }
    return List.copyOf(found);
  }

  private List<LetterId> ids(TenantId tenant, Optional<LetterId> after, int most) {
    String folder = folder(tenant);
    return StoreCalls.ask(
        STORE,
        () ->
            s3
                .of(tenant)
                .listObjectsV2(
                    list -> {
                      list.bucket(bucket).prefix(folder).maxKeys(most);
                      after.ifPresent(id -> list.startAfter(key(tenant, id)));
                    })
                .contents()
                .stream()
                .map(
                    object ->
                        new LetterId(
                            object
                                .key()
                                .substring(
                                    folder.length(), object.key().length() - ENDING.length())))
                .toList());
  }

  @Override
  public Optional<KeptLetter> find(TenantId tenant, LetterId id) {
    Optional<ResponseBytes<GetObjectResponse>> object =
        StoreCalls.ask(
            STORE,
            () -> {
              try {
                return Optional.of(
                    s3.of(tenant).getObjectAsBytes(get -> get.bucket(bucket).key(key(tenant, id))));
              } catch (NoSuchKeyException none) {
                return Optional.empty();
              }
            });
    return object.map(found -> kept(id, found));
  }

  private KeptLetter kept(LetterId id, ResponseBytes<GetObjectResponse> found) {
    try {
      Stored stored = json.readValue(found.asByteArray(), Argument.of(Stored.class));
      return new KeptLetter(
          id,
          found.response().lastModified(),
          new DeadLetter(
              stored.eventId(),
              stored.partitionKey(),
              stored.payload(),
              stored.reasons().stream().map(Reason::reason).toList()));
    } catch (IOException e) {
      throw new UncheckedIOException("dead letter " + id, e);
    }
  }

  @Override
  public void remove(TenantId tenant, LetterId id) {
    StoreCalls.ask(
        STORE,
        () -> s3.of(tenant).deleteObject(delete -> delete.bucket(bucket).key(key(tenant, id))));
  }

  private static String key(TenantId tenant, LetterId id) {
    return folder(tenant) + id + ENDING;
  }

  private static String folder(TenantId tenant) {
    return "dead-letters/" + tenant + "/";
  }
}
