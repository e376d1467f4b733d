package io.waymark.embedded.invocations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.testing.LocalS3;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

class BucketNotificationsTest {
  private final AtomicBoolean full = new AtomicBoolean(true);
  private final List<String> told = new ArrayList<>();

  @Test
  void whoPutsAFileThatNobodyCanBeToldOfIsToldToSlowDown() {
    BucketNotifications.Scope scope =
        new BucketNotifications.Scope("data", "uploads/", "eu-central-1");
    try (LocalS3 s3 =
            LocalS3.start(
                Optional.empty(),
                store -> new BucketNotifications(store, scope, Clock.systemUTC(), this::tell));
        S3Client client = s3.client()) {
      client.createBucket(request -> request.bucket("data"));
      put(client, "elsewhere/file");
      assertThatThrownBy(() -> put(client, "uploads/file"))
          .isInstanceOfSatisfying(
              S3Exception.class,
              refused -> {
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("SlowDown");
                assertThat(refused).hasMessageContaining("put the file again later");
              });
      assertThat(told).isEmpty();

      full.set(false);
      put(client, "uploads/file");
      assertThat(told).singleElement().asString().contains("\"key\":\"uploads/file\"");
    }
  }

  private void tell(byte[] event) {
    if (full.get()) {
      throw new QueueFullException(10);
    }
    told.add(new String(event, StandardCharsets.UTF_8));
  }

  private static void put(S3Client client, String key) {
    Object _ =
        client.putObject(
            request -> request.bucket("data").key(key), RequestBody.fromString("content"));
  }
}
