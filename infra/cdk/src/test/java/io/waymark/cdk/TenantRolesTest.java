package io.waymark.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.waymark.tenancy.Keys;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.access.ObjectAction;
import io.waymark.tenancy.access.RowAction;
import io.waymark.tenancy.access.TenantAccess;
import io.waymark.tenancy.access.TenantFolder;
import io.waymark.tenancy.access.TenantPolicy;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Handler;
import io.waymark.tenancy.installation.Installation;
import io.waymark.tenancy.installation.Table;
import io.waymark.testing.iam.AccessRequest;
import io.waymark.testing.iam.Policy;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The roles for tenants as they would be deployed, asked as IAM would be.
class TenantRolesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Installation PROD = new Installation("prod", "111111111111", "eu-central-1");
  private static final TenantId DEMO = new TenantId("demo");
  private static final TenantId OTHER = new TenantId("other");

  private static final Set<AccessRequest> PRESIGNED =
      Set.of(
          object(ObjectAction.PUT, TenantFolder.HANDED_IN_MODELS, DEMO),
          object(ObjectAction.PUT, TenantFolder.UPLOADS, DEMO),
          object(ObjectAction.GET, TenantFolder.UPLOADS, DEMO));

  static Stream<Handler> handlers() {
    return Arrays.stream(Handler.values()).filter(handler -> TenantAccess.of(handler).isPresent());
  }

  @ParameterizedTest
  @MethodSource("handlers")
  void aSessionOfATenantMayDoWhatTheFunctionDoesForItsTenant(Handler handler) {
    TenantAccess access = TenantAccess.of(handler).orElseThrow();
    for (Table table : Table.values()) {
      for (RowAction action : RowAction.values()) {
        AccessRequest request =
            access.only().containsKey(table)
                ? rows(action.action(), table, List.of(only(access, table)))
                : rows(action.action(), table, DEMO);
        assertThat(Policy.allow(role(handler), session(access, DEMO), request))
            .as(request.toString())
            .isEqualTo(access.rows().getOrDefault(table, Set.of()).contains(action));
      }
    }
    access
        .objects()
        .forEach(
            (folder, uses) -> {
              for (ObjectAction action : uses) {
                AccessRequest request = object(action, folder, DEMO);
                assertThat(Policy.allow(role(handler), session(access, DEMO), request))
                    .as(request.toString())
                    .isTrue();
              }
              assertThat(Policy.allow(role(handler), session(access, DEMO), listing(folder, DEMO)))
                  .as("listing " + folder)
                  .isTrue();
            });
  }

  private static String only(TenantAccess access, Table table) {
    return Objects.requireNonNull(access.only().get(table)).replace("*", Keys.tenant(DEMO));
  }

  /// Notes for the audit log stand beside uploads, which are not for everybody to change.
  @ParameterizedTest
  @MethodSource("handlers")
  void aSessionThatUsesSomeRowsOfATableReachesNoOther(Handler handler) {
    TenantAccess access = TenantAccess.of(handler).orElseThrow();
    assertThat(access.only().containsKey(Table.UPLOADS))
        .isEqualTo(handler == Handler.RECOMMEND_API);
    access
        .only()
        .forEach(
            (table, _) -> {
              String own = only(access, table);
              for (List<String> keys :
                  List.of(
                      List.of(Keys.tenant(DEMO)),
                      List.of(Keys.join(DEMO, "settings")),
                      List.of(own, Keys.tenant(DEMO)))) {
                assertThat(
                        Arrays.stream(RowAction.values())
                            .map(action -> rows(action.action(), table, keys)))
                    .noneMatch(each -> Policy.allow(role(handler), session(access, DEMO), each));
              }
            });
  }

  @ParameterizedTest
  @MethodSource("handlers")
  void aSessionOfATenantMayDoNothingWithWhatIsAnothers(Handler handler) {
    Policy session = session(TenantAccess.of(handler).orElseThrow(), DEMO);
    assertThat(requests(OTHER)).noneMatch(request -> Policy.allow(role(handler), session, request));
  }

  @ParameterizedTest
  @MethodSource("handlers")
  void neitherMayAnythingBeScannedNorRowsBeAskedForWithoutAKey(Handler handler) {
    Policy session = session(TenantAccess.of(handler).orElseThrow(), DEMO);
    for (Table table : Table.values()) {
      for (String action : List.of("dynamodb:Scan", "dynamodb:Query", "dynamodb:PartiQLSelect")) {
        AccessRequest request = new AccessRequest(action, arn(table), Map.of());
        assertThat(session.allows(request)).as(request.toString()).isFalse();
      }
      assertThat(role(handler).allows(new AccessRequest("dynamodb:Scan", arn(table), Map.of())))
          .isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("handlers")
  void theFunctionItselfReachesNoRowOrObjectOfATenant(Handler handler) {
    Policy own = policyOf(Synthesis.all(), handler, "RoleDefaultPolicy");
    Set<String> nobodys = Set.of(arn(Table.ACCESS), arn(Table.HEARTBEATS));
    assertThat(
            requests(DEMO)
                .filter(request -> !nobodys.contains(request.resource()))
                .filter(own::allows))
        .as("beside what is presigned, health, which asks for a whole bucket, and the removal")
        .allMatch(
            request ->
                handler == Handler.INGEST_REMOVAL
                    ? Set.of("s3:ListBucket", ObjectAction.DELETE.action())
                        .contains(request.action())
                    : request.action().equals("s3:ListBucket")
                        ? Set.of(arn(TenantFolder.MODELS), arn(TenantFolder.UPLOADS))
                            .contains(request.resource())
                        : PRESIGNED.contains(request));
  }

  /// Whose session has no room for the folders of all buckets.
  @Test
  void theRemovalReadsKeysAloneAndDeletesObjectsOfTenantsAlone() {
    Policy own = policyOf(Synthesis.all(), Handler.INGEST_REMOVAL, "RoleDefaultPolicy");
    for (Table table : Table.values()) {
      boolean ofTenants = Table.ofTenants().contains(table);
      assertThat(own.allows(scan(table, "SPECIFIC_ATTRIBUTES", "pk", "sk")))
          .as(table.purpose())
          .isEqualTo(ofTenants);
      assertThat(own.allows(scan(table, "SPECIFIC_ATTRIBUTES", "pk", "user_key"))).isFalse();
      assertThat(own.allows(scan(table, "ALL_ATTRIBUTES"))).isFalse();
      for (RowAction action : RowAction.values()) {
        assertThat(own.allows(rows(action.action(), table, DEMO)))
            .as(action + " of " + table.purpose())
            .isEqualTo(table == Table.HEARTBEATS && action == RowAction.PUT);
      }
    }
    for (TenantFolder folder : TenantFolder.values()) {
      assertThat(own.allows(listing(folder, DEMO))).as(folder.name()).isTrue();
      assertThat(own.allows(object(ObjectAction.DELETE, folder, DEMO))).as(folder.name()).isTrue();
      assertThat(own.allows(object(ObjectAction.GET, folder, DEMO))).as(folder.name()).isFalse();
      assertThat(own.allows(object(ObjectAction.PUT, folder, DEMO))).as(folder.name()).isFalse();
    }
    String logs = "arn:aws:s3:::" + PROD.name(Bucket.LOGS);
    assertThat(own.allows(new AccessRequest("s3:DeleteObject", logs + "/usage/x", Map.of())))
        .isFalse();
    String givenUp = "arn:aws:s3:::" + PROD.name(Bucket.DATA) + "/aws/lambda/x";
    assertThat(own.allows(new AccessRequest("s3:DeleteObject", givenUp, Map.of()))).isFalse();
  }

  private static AccessRequest scan(Table table, String select, String... attributes) {
    return new AccessRequest(
        "dynamodb:Scan",
        arn(table),
        Map.of("dynamodb:Select", List.of(select), "dynamodb:Attributes", List.of(attributes)));
  }

  @ParameterizedTest
  @MethodSource("handlers")
  void theFunctionAloneMayTakeItsRoleOn(Handler handler) {
    JsonNode role =
        Synthesis.all().resources("AWS::IAM::Role").stream()
            .filter(each -> each.toString().contains(PROD.name(handler) + " for one tenant"))
            .findFirst()
            .orElseThrow();
    JsonNode trusted = role.at("/Properties/AssumeRolePolicyDocument/Statement");
    assertThat(trusted).hasSize(1);
    assertThat(trusted.at("/0/Action").asText()).isEqualTo("sts:AssumeRole");
    assertThat(trusted.at("/0/Principal/AWS/Fn::GetAtt/0").asText())
        .startsWith(construct(handler) + "Role");
    assertThat(role.path("Properties").has("ManagedPolicyArns")).isFalse();
    assertThat(
            statements(Synthesis.all(), handler, "RoleDefaultPolicy")
                .filter(each -> each.path("Action").asText().equals("sts:AssumeRole"))
                .map(each -> each.at("/Resource/Fn::GetAtt/0").asText()))
        .singleElement()
        .asString()
        .startsWith(construct(handler) + "TenantRole");
    assertThat(
            environment(Synthesis.all(), handler).at("/WAYMARK_TENANT_ROLE/Fn::GetAtt/0").asText())
        .startsWith(construct(handler) + "TenantRole");
    assertThat(environment(Synthesis.all(), handler).path("WAYMARK_TENANT_HANDLER").asText())
        .isEqualTo(handler.name());
  }

  @Test
  void whereTheyAreOffTheFunctionsActForTenantsThemselves() {
    assertThat(Synthesis.thrownAway().resources("AWS::IAM::Role"))
        .noneMatch(role -> role.toString().contains("for one tenant"));
    assertThat(
            statements(Synthesis.thrownAway(), Handler.RECOMMEND_API, "RoleDefaultPolicy")
                .map(JsonNode::toString))
        .anyMatch(text -> text.contains("dynamodb:Query") && text.contains("Tableshistories"))
        .noneMatch(text -> text.contains("sts:AssumeRole"));
    assertThat(environment(Synthesis.thrownAway(), Handler.RECOMMEND_API).toString())
        .doesNotContain("WAYMARK_TENANT");
  }

  /// Everything that can be asked for about a tenant.
  private static Stream<AccessRequest> requests(TenantId tenant) {
    return Stream.concat(
        Arrays.stream(Table.values())
            .flatMap(
                table ->
                    Arrays.stream(RowAction.values())
                        .map(action -> rows(action.action(), table, tenant))),
        Arrays.stream(TenantFolder.values())
            .flatMap(
                folder ->
                    Stream.concat(
                        Stream.of(listing(folder, tenant)),
                        Arrays.stream(ObjectAction.values())
                            .map(action -> object(action, folder, tenant)))));
  }

  private static AccessRequest rows(String action, Table table, TenantId tenant) {
    return rows(action, table, List.of(Keys.tenant(tenant), Keys.join(tenant, "x")));
  }

  private static AccessRequest rows(String action, Table table, List<String> keys) {
    return new AccessRequest(action, arn(table), Map.of("dynamodb:LeadingKeys", keys));
  }

  private static AccessRequest object(ObjectAction action, TenantFolder folder, TenantId tenant) {
    return new AccessRequest(
        action.action(), arn(folder) + "/" + folder.prefix(tenant) + "x", Map.of());
  }

  private static AccessRequest listing(TenantFolder folder, TenantId tenant) {
    return new AccessRequest(
        "s3:ListBucket", arn(folder), Map.of("s3:prefix", List.of(folder.prefix(tenant))));
  }

  private static String arn(Table table) {
    return "arn:aws:dynamodb:eu-central-1:111111111111:table/" + PROD.name(table);
  }

  private static String arn(TenantFolder folder) {
    return "arn:aws:s3:::" + PROD.name(folder.bucket());
  }

  private static Policy session(TenantAccess access, TenantId tenant) {
    try {
      return Policy.of(JSON.readValue(new TenantPolicy("aws", PROD, access).of(tenant), Map.class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Policy role(Handler handler) {
    return policyOf(Synthesis.all(), handler, "TenantRoleDefaultPolicy");
  }

  private static Policy policyOf(Synthesis stage, Handler handler, String policy) {
    Arns arns = new Arns(stage);
    return Policy.of(
        Map.of(
            "Version",
            "2012-10-17",
            "Statement",
            statements(stage, handler, policy).map(arns::resolved).toList()));
  }

  private static Stream<JsonNode> statements(Synthesis stage, Handler handler, String policy) {
    return stage
        .stack("functions")
        .path("Resources")
        .propertyStream()
        .filter(each -> each.getKey().startsWith(construct(handler) + policy))
        .flatMap(each -> each.getValue().at("/Properties/PolicyDocument/Statement").valueStream());
  }

  private static JsonNode environment(Synthesis stage, Handler handler) {
    return stage.resources("AWS::Lambda::Function").stream()
        .filter(
            each ->
                each.at("/Properties/FunctionName").asText().endsWith("-" + handler.shortName()))
        .map(each -> each.at("/Properties/Environment/Variables"))
        .findFirst()
        .orElseThrow();
  }

  private static String construct(Handler handler) {
    return handler.shortName().replace("-", "");
  }
}
