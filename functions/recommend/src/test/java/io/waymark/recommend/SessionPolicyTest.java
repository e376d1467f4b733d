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
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/// R29 — What is done for a tenant is signed with credentials of that tenant.
///
/// Held here by the evaluator of policies; on AWS, by IAM, with `-Daws.stage=…`, `-Daws.account=…`,
/// `-Daws.region=…` and `-Daws.role=…`, a role that the caller may assume and that may read all of
/// the stage's models: what its session may not is the session policy's doing. Writes nothing.
class SessionPolicyTest {
  private static final TenantId TENANT = new TenantId("session-policy-test");
  private static final TenantId OTHER = new TenantId("session-policy-test-2");

  private static final ApplicationContext CONTEXT = ApplicationContext.run(installation());
  private static final Installation INSTALLATION = CONTEXT.getBean(Installation.class);
  private static final String TABLE = INSTALLATION.name(Table.MODELS);
  private static final String BUCKET = INSTALLATION.name(Bucket.MODELS);

  private final DynamoDbClient rows =
      CONTEXT.getBean(new GenericArgument<TenantScoped<DynamoDbClient>>() {}).of(TENANT);
  private final S3Client objects =
      CONTEXT.getBean(new GenericArgument<TenantScoped<S3Client>>() {}).of(TENANT);

  private static Map<String, Object> installation() {
    String stage = System.getProperty("aws.stage");
    if (stage == null) {
      return Map.copyOf(LocalAws.shared().properties(Handler.RECOMMEND_API));
    }
    return Map.of(
        "waymark.stage", stage,
        "waymark.account", Objects.requireNonNull(System.getProperty("aws.account")),
        "waymark.region", Objects.requireNonNull(System.getProperty("aws.region")),
        "waymark.tenant.role", Objects.requireNonNull(System.getProperty("aws.role")),
        "waymark.tenant.handler", Handler.RECOMMEND_API);
  }

  @AfterAll
  static void end() {
    CONTEXT.close();
  }

  @Test
  void itsOwnRowsAreRead() {
    assertThat(rows.getItem(get -> get.tableName(TABLE).key(key(TENANT))).hasItem()).isFalse();
    assertThat(query(TENANT)).isZero();
  }

  @Test
  void anothersRowsAreRefused() {
    refused(() -> rows.getItem(get -> get.tableName(TABLE).key(key(OTHER))));
    refused(() -> query(OTHER));
  }

  @Test
  void itsOwnObjectsAreListedAndAMissingOneIsMissing() {
    assertThat(objects.listObjectsV2(list -> list.bucket(BUCKET).prefix(TENANT + "/")).contents())
        .isEmpty();
    assertThatThrownBy(() -> get(TENANT + "/missing")).isInstanceOf(NoSuchKeyException.class);
    assertThatThrownBy(() -> get("_uploads/" + TENANT + "/missing"))
        .isInstanceOf(NoSuchKeyException.class);
  }

  @Test
  void anothersObjectsAreRefusedAndNotCalledMissing() {
    refused(() -> get(OTHER + "/missing"));
    refused(() -> get("_uploads/" + OTHER + "/missing"));
    refused(() -> objects.listObjectsV2(list -> list.bucket(BUCKET).prefix(OTHER + "/")));
    refused(() -> objects.listObjectsV2(list -> list.bucket(BUCKET)));
  }

  private int query(TenantId of) {
    return rows.query(
            query ->
                query
                    .tableName(TABLE)
                    .keyConditionExpression("pk = :pk")
                    .expressionAttributeValues(
                        Map.of(":pk", AttributeValue.fromS(Keys.join(of, "default")))))
        .count();
  }

  private void get(String key) {
    Object _ = objects.getObjectAsBytes(get -> get.bucket(BUCKET).key(key));
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
