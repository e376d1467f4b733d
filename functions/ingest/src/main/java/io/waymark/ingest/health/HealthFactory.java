package io.waymark.ingest.health;

import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.waymark.edge.EndpointsConfig;
import io.waymark.edge.HealthCheck;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Installation;
import io.waymark.tenancy.installation.Table;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;

/// What ingest depends on, each asked by a call it makes in its work too.
@Factory
final class HealthFactory {
  /// Longer than any check may take, whose limit is kept elsewhere: only so that nothing hangs for
  /// good.
  private static final int ANSWER_MILLIS = 10_000;

  @Singleton
  @Named("dynamodb")
  HealthCheck dynamoDb(DynamoDbClient dynamo, Installation installation) {
    String table = installation.name(Table.UPLOADS);
    Map<String, AttributeValue> nobody =
        Map.of(
            Table.PARTITION_KEY, AttributeValue.fromS("health"),
            Table.SORT_KEY, AttributeValue.fromS("health"));
    return new NamedCheck(
        "dynamodb",
        () -> {
          dynamo.getItem(request -> request.tableName(table).key(nobody));
          return table;
        });
  }

  @Singleton
  @Named("uploads")
  HealthCheck uploads(S3Client s3, Installation installation) {
    String bucket = installation.name(Bucket.DATA);
    return new NamedCheck(
        "uploads",
        () -> {
          s3.headBucket(request -> request.bucket(bucket));
          return bucket;
        });
  }

  /// The embedded service says whether it delivers what it accepts. On AWS the stream comes to us
  /// and needs no asking: Lambda's own metrics show its age.
  @Singleton
  @Named("stream")
  @Requires(property = "waymark.endpoints.kinesis")
  HealthCheck stream(EndpointsConfig endpoints) {
    URI kinesis = endpoints.kinesis().orElseThrow();
    return new NamedCheck(
        "stream",
        () -> {
          HttpURLConnection health =
              (HttpURLConnection) kinesis.resolve("/health").toURL().openConnection();
          health.setConnectTimeout(ANSWER_MILLIS);
          health.setReadTimeout(ANSWER_MILLIS);
          if (health.getResponseCode() != HttpURLConnection.HTTP_OK) {
            try (InputStream why = health.getErrorStream()) {
              throw new IOException(new String(why.readAllBytes(), StandardCharsets.UTF_8));
            }
          }
          return kinesis.toString();
        });
  }

  private interface Question {
    String ask() throws Exception;
  }

  private record NamedCheck(String name, Question question) implements HealthCheck {
    @Override
    public String ask() throws Exception {
      return question.ask();
    }
  }
}
