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
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/// One object a letter in bucket `data`: `dead-letters/<tenant>/<shard and sequence number>.json`.
@Singleton
public final class S3DeadLetterStore implements DeadLetterStore, KeptLetterStore {
  private static final Logger LOG = LoggerFactory.getLogger(S3DeadLetterStore.class);
  private static final String STORE = "bucket data";
  private static final String ENDING = ".json";

  private final TenantScoped<S3Client> s3;
  private final String bucket;
  private final JsonMapper json;
  private final Clock clock;

  public S3DeadLetterStore(
      TenantScoped<S3Client> s3, Installation installation, JsonMapper json, Clock clock) {
    this.s3 = s3;
    this.bucket = installation.name(Bucket.DATA);
    this.json = json;
    this.clock = clock;
  }

  /// What stands in the object.
  ///
  /// @param keptAt none in letters of an earlier version, whose object tells it unless it was moved
  @Serdeable
  record Stored(
      String eventId,
      String partitionKey,
      String payload,
      List<Reason> reasons,
      @Nullable Instant keptAt) {}

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
            letter.reasons().stream().map(Reason::of).toList(),
            clock.instant());
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

  /// An object that is no letter is passed over: whoever put it there, the others are to be seen.
  @Override
  public KeptLetters list(TenantId tenant, Optional<LetterId> after, int most) {
    List<KeptLetter> found = new ArrayList<>();
    long bytes = 0;
    String from = after.map(id -> key(tenant, id)).orElse("");
    boolean more = true;
    while (more) {
      ListObjectsV2Response listed = listed(tenant, from, most - found.size() + 1);
      for (S3Object object : listed.contents()) {
        boolean fits = found.isEmpty() || bytes + object.size() <= MOST_BYTES;
        if (found.size() == most || !fits) {
          return new KeptLetters(found, true);
        }
        Optional<KeptLetter> letter = id(tenant, object.key()).flatMap(id -> find(tenant, id));
        if (letter.isPresent()) { // it may be removed meanwhile
          found.add(letter.get());
          bytes += object.size();
        }
        from = object.key();
      }
      more = Boolean.TRUE.equals(listed.isTruncated());
    }
    return new KeptLetters(found, false);
  }

  private ListObjectsV2Response listed(TenantId tenant, String after, int most) {
    return StoreCalls.ask(
        STORE,
        () ->
            s3.of(tenant)
                .listObjectsV2(
                    list -> {
                      list.bucket(bucket).prefix(folder(tenant)).maxKeys(most);
                      if (!after.isEmpty()) {
                        list.startAfter(after);
                      }
                    }));
  }

  private static Optional<LetterId> id(TenantId tenant, String key) {
    String name = key.substring(folder(tenant).length());
    try {
      return Optional.of(
          new LetterId(
              name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : ""));
    } catch (IllegalArgumentException none) {
      LOG.warn("{} is no dead letter and is passed over", key);
      return Optional.empty();
    }
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
    return object.flatMap(found -> kept(tenant, id, found));
  }

  private Optional<KeptLetter> kept(
      TenantId tenant, LetterId id, ResponseBytes<GetObjectResponse> found) {
    try {
      Stored stored = json.readValue(found.asByteArray(), Argument.of(Stored.class));
      return Optional.of(
          new KeptLetter(
              id,
              stored.keptAt() == null ? found.response().lastModified() : stored.keptAt(),
              new DeadLetter(
                  stored.eventId(),
                  stored.partitionKey(),
                  stored.payload(),
                  stored.reasons().stream().map(Reason::reason).toList())));
    } catch (IOException | RuntimeException none) {
      LOG.warn("{} is no dead letter and is passed over", key(tenant, id), none);
      return Optional.empty();
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
