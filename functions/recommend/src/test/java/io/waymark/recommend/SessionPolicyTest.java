package io.waymark.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import io.micronaut.core.type.GenericArgument;
import io.waymark.tenancy.Keys;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.TenantScoped;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Handler;
import io.waymark.tenancy.installation.Installation;
import io.waymark.tenancy.installation.Table;
import io.waymark.testing.LocalAws;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/// R29 — What is done for a tenant is signed with credentials of that tenant. Writes nothing.
class SessionPolicyTest {
  private static final TenantId TENANT = new TenantId("session-policy-test");
  private static final TenantId OTHER = new TenantId("session-policy-test-2");

  /// What holds whoever enforces it.
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  abstract static class Contract {
    private final ApplicationContext context;
    private final String table;
    private final String bucket;
    private final DynamoDbClient rows;
    private final S3Client objects;

    Contract(Map<String, Object> properties) {
      context = ApplicationContext.run(properties);
      Installation installation = context.getBean(Installation.class);
      table = installation.name(Table.MODELS);
      bucket = installation.name(Bucket.MODELS);
      rows = context.getBean(new GenericArgument<TenantScoped<DynamoDbClient>>() {}).of(TENANT);
      objects = context.getBean(new GenericArgument<TenantScoped<S3Client>>() {}).of(TENANT);
    }

    @AfterAll
    void end() {
      context.close();
    }

    @Test
    void itsOwnRowsAreRead() {
      assertThat(rows.getItem(get -> get.tableName(table).key(key(TENANT))).hasItem()).isFalse();
      assertThat(query(TENANT)).isZero();
    }

    @Test
    void anothersRowsAreRefused() {
      refused(() -> rows.getItem(get -> get.tableName(table).key(key(OTHER))));
      refused(() -> query(OTHER));
    }

    @Test
    void itsOwnObjectsAreListedAndAMissingOneIsMissing() {
      assertThat(objects.listObjectsV2(list -> list.bucket(bucket).prefix(TENANT + "/")).contents())
          .isEmpty();
      assertThatThrownBy(() -> get(TENANT + "/missing")).isInstanceOf(NoSuchKeyException.class);
      assertThatThrownBy(() -> get("_uploads/" + TENANT + "/missing"))
          .isInstanceOf(NoSuchKeyException.class);
    }

    @Test
    void anothersObjectsAreRefusedAndNotCalledMissing() {
      refused(() -> get(OTHER + "/missing"));
      refused(() -> get("_uploads/" + OTHER + "/missing"));
      refused(() -> objects.listObjectsV2(list -> list.bucket(bucket).prefix(OTHER + "/")));
      refused(() -> objects.listObjectsV2(list -> list.bucket(bucket)));
    }

    private int query(TenantId of) {
      return rows.query(
              query ->
                  query
                      .tableName(table)
                      .keyConditionExpression("pk = :pk")
                      .expressionAttributeValues(
                          Map.of(":pk", AttributeValue.fromS(Keys.join(of, "default")))))
          .count();
    }

    private void get(String key) {
      Object _ = objects.getObjectAsBytes(get -> get.bucket(bucket).key(key));
    }

    private static Map<String, AttributeValue> key(TenantId of) {
      return Map.of(
          Table.PARTITION_KEY, AttributeValue.fromS(Keys.tenant(of)),
          Table.SORT_KEY, AttributeValue.fromS("name#default"));
    }

    private static void refused(ThrowingCallable call) {
      assertThatThrownBy(call)
          .isInstanceOfSatisfying(
              AwsServiceException.class,
              refused ->
                  assertThat(refused.awsErrorDetails().errorCode()).startsWith("AccessDenied"));
    }
  }

  /// The evaluator of policies does.
  @Nested
  class HeldByTheEvaluator extends Contract {
    HeldByTheEvaluator() {
      super(Map.copyOf(LocalAws.shared().properties(Handler.RECOMMEND_API)));
    }
  }

  /// IAM does. The role is one that the caller may assume and that may read all of the stage's
  /// models: what its session may not is the session policy's doing.
  @Nested
  @EnabledIfSystemProperty(
      named = "aws.stage",
      matches = ".+",
      disabledReason =
          "AWS was not asked: that takes -Daws.stage, -Daws.account, -Daws.region, -Daws.role")
  class HeldByAws extends Contract {
    HeldByAws() {
      super(
          Map.of(
              "waymark.stage", given("aws.stage"),
              "waymark.account", given("aws.account"),
              "waymark.region", given("aws.region"),
              "waymark.tenant.role", given("aws.role"),
              "waymark.tenant.handler", Handler.RECOMMEND_API));
    }

    private static String given(String property) {
      return Objects.requireNonNull(System.getProperty(property), property);
    }
  }
}
