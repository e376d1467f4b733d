package io.waymark.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Installation;
import io.waymark.tenancy.installation.Kept;
import io.waymark.tenancy.installation.Table;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DataStackTest {
  private static final Installation PROD = new Installation("prod", "111111111111", "eu-central-1");

  /// What would take data with it.
  private static final Set<String> HOLDING_DATA =
      Set.of(
          "AWS::DynamoDB::Table",
          "AWS::S3::Bucket",
          "AWS::KMS::Key",
          "AWS::RDS::DBCluster",
          "AWS::RDS::DBInstance");

  @Test
  void thereIsATableForEachThatTheFunctionsNameAndNoOther() {
    List<JsonNode> tables = Synthesis.all().resources("AWS::DynamoDB::Table");
    assertThat(tables).hasSize(Table.values().length);
    for (Table table : Table.values()) {
      JsonNode made = named(tables, "TableName", PROD.name(table));
      assertThat(keys(made))
          .isEqualTo(
              table.sorted()
                  ? Table.PARTITION_KEY + " HASH," + Table.SORT_KEY + " RANGE"
                  : Table.PARTITION_KEY + " HASH");
      assertThat(made.at("/TimeToLiveSpecification/AttributeName").asText())
          .isEqualTo(Table.EXPIRES_AT);
      assertThat(made.at("/StreamSpecification/StreamViewType").asText())
          .isEqualTo(table.streamed() ? "NEW_IMAGE" : "");
      assertThat(made.at("/BillingMode").asText()).isEqualTo("PAY_PER_REQUEST");
      assertThat(made.at("/SSESpecification/SSEType").asText()).isEqualTo("KMS");
      assertThat(made.at("/DeletionProtectionEnabled").asBoolean()).isTrue();
      assertThat(
              made.at("/PointInTimeRecoverySpecification/PointInTimeRecoveryEnabled").asBoolean())
          .isTrue();
    }
  }

  @Test
  void thereIsABucketForEachPurposePrivateEncryptedAndVersioned() {
    List<JsonNode> buckets = inDataStack("AWS::S3::Bucket");
    assertThat(buckets).hasSize(Bucket.values().length);
    for (Bucket bucket : Bucket.values()) {
      JsonNode made = named(buckets, "BucketName", PROD.name(bucket));
      assertThat(made.at("/VersioningConfiguration/Status").asText()).isEqualTo("Enabled");
      assertThat(made.at("/PublicAccessBlockConfiguration").valueStream())
          .hasSize(4)
          .allMatch(JsonNode::asBoolean);
      assertThat(made.at("/LifecycleConfiguration/Rules").size()).isPositive();
      assertThat(made.at("/BucketEncryption").toString())
          .contains(bucket == Bucket.LOGS ? "AES256" : "aws:kms");
    }
    assertThat(inDataStack("AWS::S3::BucketPolicy")).hasSize(Bucket.values().length);
    assertThat(Synthesis.all().resources("AWS::S3::BucketPolicy"))
        .hasSizeGreaterThan(Bucket.values().length)
        .allMatch(policy -> policy.toString().contains("aws:SecureTransport"))
        .allMatch(policy -> policy.toString().contains("s3:TlsVersion"));
  }

  @Test
  void everyBucketOfEveryStackIsPrivateEncryptedVersionedAndForgetsOldVersions() {
    for (Synthesis stage : Synthesis.each()) {
      assertThat(stage.resources("AWS::S3::Bucket"))
          .hasSizeGreaterThanOrEqualTo(Bucket.values().length)
          .map(each -> each.path("Properties"))
          .allSatisfy(
              made -> {
                assertThat(made.at("/VersioningConfiguration/Status").asText())
                    .isEqualTo("Enabled");
                assertThat(made.at("/PublicAccessBlockConfiguration").valueStream())
                    .hasSize(4)
                    .allMatch(JsonNode::asBoolean);
                assertThat(made.at("/BucketEncryption").isObject()).isTrue();
                assertThat(
                        made.at("/LifecycleConfiguration/Rules")
                            .findValues("NoncurrentVersionExpiration"))
                    .isNotEmpty();
              });
    }
  }

  private static List<JsonNode> inDataStack(String type) {
    return Synthesis.all()
        .stack("data")
        .path("Resources")
        .valueStream()
        .filter(each -> type(each).equals(type))
        .toList();
  }

  /// All but the console's files, which every deployment copies anew.
  private static Stream<JsonNode> holdingData(Synthesis stage) {
    return stage.stacks().stream()
        .flatMap(template -> template.path("Resources").propertyStream())
        .filter(each -> !each.getKey().startsWith("ConsoleSite"))
        .map(Map.Entry::getValue)
        .filter(each -> HOLDING_DATA.contains(type(each)));
  }

  @Test
  void whatAgesOutDoesSoAsReceiptsOfErasureSay() {
    for (JsonNode table : Synthesis.all().resources("AWS::DynamoDB::Table")) {
      assertThat(
              table.at("/Properties/PointInTimeRecoverySpecification/RecoveryPeriodInDays").asInt())
          .isEqualTo((int) Kept.BACKUPS.time().toDays());
    }
    JsonNode data =
        named(Synthesis.all().resources("AWS::S3::Bucket"), "BucketName", PROD.name(Bucket.DATA));
    assertThat(
            data.at("/LifecycleConfiguration/Rules")
                .valueStream()
                .map(
                    rule ->
                        rule.path("Prefix").asText()
                            + " "
                            + rule.path("ExpirationInDays").asInt()
                            + " "
                            + rule.at("/NoncurrentVersionExpiration/NoncurrentDays").asInt()))
        .containsExactly(" 0 30", "uploads/ 365 0", "dead-letters/ 90 0", "aws/lambda/ 90 0");
    assertThat(
            Synthesis.all()
                .resources("AWS::Kinesis::Stream")
                .getFirst()
                .at("/Properties/RetentionPeriodHours")
                .asInt())
        .isEqualTo((int) Kept.STREAMED.time().toHours());
  }

  @Test
  void aDeletedStackLeavesEverythingThatHoldsData() {
    for (Synthesis stage : List.of(Synthesis.fewest(), Synthesis.all())) {
      assertThat(holdingData(stage))
          .hasSizeGreaterThan(15)
          .allMatch(each -> each.path("DeletionPolicy").asText().equals("Retain"))
          .allMatch(each -> each.path("UpdateReplacePolicy").asText().equals("Retain"));
    }
    assertThat(
            holdingData(Synthesis.thrownAway()).map(each -> each.path("DeletionPolicy").asText()))
        .hasSizeGreaterThan(15)
        .containsOnly("Delete");
  }

  @Test
  void theDatabasePausesAndIsReachedByAuthAlone() {
    JsonNode cluster =
        Synthesis.all().resources("AWS::RDS::DBCluster").getFirst().path("Properties");
    assertThat(cluster.at("/ServerlessV2ScalingConfiguration/MinCapacity").asInt(-1)).isZero();
    assertThat(cluster.at("/ServerlessV2ScalingConfiguration/SecondsUntilAutoPause").asInt())
        .isEqualTo(300);
    assertThat(cluster.at("/EnableIAMDatabaseAuthentication").asBoolean()).isTrue();
    assertThat(cluster.at("/StorageEncrypted").asBoolean()).isTrue();
    assertThat(cluster.at("/ManageMasterUserPassword").asBoolean()).isTrue();
    assertThat(cluster.at("/BackupRetentionPeriod").asInt()).isEqualTo(14);
    JsonNode parameters =
        Synthesis.all()
            .resources("AWS::RDS::DBClusterParameterGroup")
            .getFirst()
            .at("/Properties/Parameters");
    assertThat(parameters.path("idle_session_timeout").asText())
        .as("a frozen function ends no session, and an open one keeps the database awake")
        .isEqualTo("60000");
    assertThat(parameters.path("rds.force_ssl").asText()).isEqualTo("1");
    assertThat(
            Synthesis.all().resources("AWS::Lambda::Function").stream()
                .filter(function -> function.at("/Properties/VpcConfig").isObject())
                .map(function -> function.at("/Properties/FunctionName").asText()))
        .containsExactlyInAnyOrder(
            "waymark-prod-auth-api",
            "waymark-prod-auth-migrations",
            "waymark-prod-auth-sweep",
            "waymark-prod-auth-usage");
  }

  @Test
  void theNetworkHasNoWayInAndNoWayOutButByIpv6() {
    assertThat(Synthesis.all().resources("AWS::EC2::InternetGateway")).isEmpty();
    assertThat(Synthesis.all().resources("AWS::EC2::EgressOnlyInternetGateway")).hasSize(1);
    assertThat(Synthesis.all().resources("AWS::EC2::Route"))
        .hasSize(2)
        .allMatch(
            route -> route.at("/Properties/DestinationIpv6CidrBlock").asText().equals("::/0"));
    assertThat(Synthesis.all().resources("AWS::EC2::SecurityGroupIngress"))
        .as("from the functions to the database")
        .singleElement()
        .matches(rule -> rule.at("/Properties/FromPort").asInt() == 5433);
    assertThat(Synthesis.all().resources("AWS::EC2::SecurityGroup"))
        .noneMatch(group -> group.at("/Properties/SecurityGroupIngress").isArray());
  }

  @Test
  void anExternalDatabaseNeedsNoNetworkAndItsPasswordStaysInItsSecret() {
    Synthesis stage = Synthesis.thrownAway();
    assertThat(stage.resources("AWS::EC2::VPC")).isEmpty();
    assertThat(stage.resources("AWS::RDS::DBCluster")).isEmpty();
    assertThat(stage.stack("functions").toString())
        .contains(
            "jdbc:postgresql://db.example:5432/waymark?user=waymark"
                + "&authenticationPluginClassName=io.waymark.auth.database.JdbcSecretPassword"
                + "&passwordSecret=arn:aws:secretsmanager");
  }

  /// ADR 0007 has the reason. Where the data stays, the stack that has it refuses to be deleted.
  @Test
  void theStreamAloneOfTheDataGoesWithItsStack() {
    JsonNode stream = Synthesis.all().resources("AWS::Kinesis::Stream").getFirst();
    assertThat(stream.path("DeletionPolicy").asText()).isEqualTo("Delete");
    assertThat(stream.path("UpdateReplacePolicy").asText()).isEqualTo("Delete");
  }

  @Test
  void theStreamExistsOnlyWhereAskedFor() {
    assertThat(Synthesis.fewest().resources("AWS::Kinesis::Stream")).isEmpty();
    JsonNode provisioned = Synthesis.all().resources("AWS::Kinesis::Stream").getFirst();
    assertThat(provisioned.at("/Properties/ShardCount").asInt()).isEqualTo(2);
    assertThat(provisioned.at("/Properties/Name").asText()).isEqualTo(PROD.streamName());
    assertThat(provisioned.at("/Properties/StreamEncryption/EncryptionType").asText())
        .isEqualTo("KMS");
    JsonNode onDemand = Synthesis.thrownAway().resources("AWS::Kinesis::Stream").getFirst();
    assertThat(onDemand.at("/Properties/StreamModeDetails/StreamMode").asText())
        .isEqualTo("ON_DEMAND");
  }

  private static JsonNode named(List<JsonNode> resources, String property, String name) {
    return resources.stream()
        .map(each -> each.path("Properties"))
        .filter(each -> each.path(property).asText().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name));
  }

  private static String keys(JsonNode table) {
    return table
        .path("KeySchema")
        .valueStream()
        .map(key -> key.path("AttributeName").asText() + " " + key.path("KeyType").asText())
        .collect(Collectors.joining(","));
  }

  private static String type(JsonNode resource) {
    return resource.path("Type").asText();
  }
}
