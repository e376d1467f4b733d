package io.waymark.ingest.stream;

import io.micronaut.json.JsonMapper;
import io.micronaut.serde.annotation.Serdeable;
import io.waymark.edge.FieldError;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.TenantScoped;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Installation;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// One object a letter in bucket `data`: `dead-letters/<tenant>/<shard and sequence number>.json`.
@Singleton
public final class S3DeadLetterStore implements DeadLetterStore {
  private final TenantScoped<S3Client> s3;
  private final String bucket;
  private final JsonMapper json;

  public S3DeadLetterStore(TenantScoped<S3Client> s3, Installation installation, JsonMapper json) {
    this.s3 = s3;
    this.bucket = installation.name(Bucket.DATA);
    this.json = json;
  }

  @Serdeable
  record Stored(String eventId, String partitionKey, String payload, List<FieldError> reasons) {}

  @Override
  public void keep(TenantId tenant, DeadLetter letter) {
    List<FieldError> reasons =
        letter.reasons().stream()
            .map(reason -> new FieldError(reason.field(), reason.message()))
            .toList();
    Stored stored = new Stored(letter.eventId(), letter.partitionKey(), letter.payload(), reasons);
    try {
      byte[] bytes = json.writeValueAsBytes(stored);
      s3.of(tenant)
          .putObject(
              put -> put.bucket(bucket).key(key(tenant, letter)).contentType("application/json"),
              RequestBody.fromBytes(bytes));
    } catch (SdkException e) {
      throw new StoreUnavailableException("bucket data", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String key(TenantId tenant, DeadLetter letter) {
    return "dead-letters/" + tenant + "/" + letter.eventId().replace(':', '-') + ".json";
  }
}
