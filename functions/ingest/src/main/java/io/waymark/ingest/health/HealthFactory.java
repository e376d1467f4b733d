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
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;

/// What ingest depends on, each asked by a call it makes in its work too.
@Factory
final class HealthFactory {
  private static final int CONNECT_MILLIS = 900;

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

  /// On AWS the stream comes to us and needs no asking: Lambda's own metrics show its age.
  @Singleton
  @Named("stream")
  @Requires(property = "waymark.endpoints.kinesis")
  HealthCheck stream(EndpointsConfig endpoints) {
    URI kinesis = endpoints.kinesis().orElseThrow();
    return new NamedCheck(
        "stream",
        () -> {
          try (Socket socket = new Socket()) {
            socket.connect(
                new InetSocketAddress(kinesis.getHost(), kinesis.getPort()), CONNECT_MILLIS);
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
