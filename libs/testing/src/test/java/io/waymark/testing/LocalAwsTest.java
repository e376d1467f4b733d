package io.waymark.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.s3.S3Client;

class LocalAwsTest {
  private static final String TABLE = LocalAws.INSTALLATION.name(Table.UPLOADS);
  private static final String BUCKET = LocalAws.INSTALLATION.name(Bucket.DATA);

  @TempDir Path folder;

  @Test
  void holdsEveryTableAndBucket() {
    assertThat(LocalAws.shared().dynamoDb().listTables().tableNames())
        .hasSize(Table.values().length);
    assertThat(LocalAws.shared().s3().listBuckets().buckets()).hasSize(Bucket.values().length);
  }

  @Test
  void keepsConditions() {
    DynamoDbClient dynamo = LocalAws.shared().dynamoDb();
    put(dynamo, "conditions");
    assertThatThrownBy(() -> put(dynamo, "conditions"))
        .isInstanceOf(ConditionalCheckFailedException.class);
  }

  @Test
  void tellsTablesWithOtherKeys() {
    String users = LocalAws.INSTALLATION.name(Table.USERS);
    try (LocalDynamo local = LocalDynamo.start(Optional.empty());
        DynamoDbClient client = local.client()) {
      client.createTable(
          create ->
              create
                  .tableName(users)
                  .billingMode(BillingMode.PAY_PER_REQUEST)
                  .attributeDefinitions(
                      AttributeDefinition.builder()
                          .attributeName("pk")
                          .attributeType(ScalarAttributeType.S)
                          .build())
                  .keySchema(
                      KeySchemaElement.builder()
                          .attributeName("pk")
                          .keyType(KeyType.HASH)
                          .build()));
      LocalDynamo.createTables(client, LocalAws.INSTALLATION);
      assertThat(LocalDynamo.outdated(client, LocalAws.INSTALLATION)).containsExactly(users);
    }
    assertThat(LocalDynamo.outdated(LocalAws.shared().dynamoDb(), LocalAws.INSTALLATION)).isEmpty();
  }

  /// What the SDK writes behind an object, its checksum, is read before the answer: else every
  /// hundredth upload fails on its first attempt.
  @Test
  void takesUploadsWhileTheProcessorsAreBusy() throws Exception {
    byte[] object = new byte[10_000];
    try (LocalS3 local = LocalS3.start(Optional.empty());
        S3Client client =
            local.client(settings -> settings.retryStrategy(AwsRetryStrategy.doNotRetry()));
        ExecutorService threads = Executors.newFixedThreadPool(6)) {
      LocalS3.createBuckets(client, LocalAws.INSTALLATION);
      List<Future<?>> uploads = new ArrayList<>();
      for (int at = 0; at < 2_000; at++) {
        String key = "busy/" + at;
        uploads.add(
            threads.submit(
                () ->
                    client.putObject(
                        put -> put.bucket(BUCKET).key(key), RequestBody.fromBytes(object))));
      }
      for (Future<?> upload : uploads) {
        assertThat(upload.get()).isNotNull();
      }
    }
  }

  @Test
  void keepsItsDataInAFolder() {
    try (LocalDynamo first = LocalDynamo.start(Optional.of(folder));
        DynamoDbClient client = first.client()) {
      LocalDynamo.createTables(client, LocalAws.INSTALLATION);
      put(client, "kept");
    }
    try (LocalDynamo again = LocalDynamo.start(Optional.of(folder));
        DynamoDbClient client = again.client()) {
      LocalDynamo.createTables(client, LocalAws.INSTALLATION);
      assertThatThrownBy(() -> put(client, "kept"))
          .isInstanceOf(ConditionalCheckFailedException.class);
    }
    try (LocalS3 first = LocalS3.start(Optional.of(folder.resolve("s3")));
        S3Client client = first.client()) {
      LocalS3.createBuckets(client, LocalAws.INSTALLATION);
      client.putObject(
          put -> put.bucket(BUCKET).key("uploads/demo/ä b.txt"), RequestBody.fromString("kept"));
    }
    try (LocalS3 again = LocalS3.start(Optional.of(folder.resolve("s3")));
        S3Client client = again.client()) {
      LocalS3.createBuckets(client, LocalAws.INSTALLATION);
      assertThat(
              client
                  .getObjectAsBytes(get -> get.bucket(BUCKET).key("uploads/demo/ä b.txt"))
                  .asUtf8String())
          .isEqualTo("kept");
    }
  }

  private static void put(DynamoDbClient client, String key) {
    client.putItem(
        request ->
            request
                .tableName(TABLE)
                .item(Map.of("pk", AttributeValue.fromS(key), "sk", AttributeValue.fromS("row")))
                .conditionExpression("attribute_not_exists(pk)"));
  }
}
