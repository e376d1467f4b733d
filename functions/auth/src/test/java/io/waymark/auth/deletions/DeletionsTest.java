package io.waymark.auth.deletions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.auth.Api;
import io.waymark.auth.AuthUnderTest;
import io.waymark.auth.TestPostgres;
import io.waymark.auth.audit.Audit;
import io.waymark.auth.audit.AuditNotes;
import io.waymark.auth.audit.FailedLogIns;
import io.waymark.auth.database.TenantTransactions;
import io.waymark.auth.keys.ApiKeys;
import io.waymark.auth.outbox.Changes;
import io.waymark.auth.outbox.Outbox;
import io.waymark.auth.tenants.TenantStatus;
import io.waymark.auth.tenants.Tenants;
import io.waymark.auth.usage.CountedRequest;
import io.waymark.auth.usage.UsageStore;
import io.waymark.edge.notes.AuditNote;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.audit.AuditChain;
import io.waymark.tenancy.installation.Table;
import io.waymark.testing.LocalAws;
import java.io.Serial;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;

/// A37, A38 — The deletion of a tenant, over HTTP and from within.
class DeletionsTest {
  private static final String PATH = "/api/v1/tenants/";
  private static final Duration LONG = Duration.ofMinutes(1);

  private static final List<String> TABLES =
      List.of(
          "users",
          "invitations",
          "second_factors",
          "sessions",
          "refresh_tokens",
          "api_keys",
          "rate_limits",
          "rate_limit_ceilings",
          "failed_log_ins",
          "audit_log",
          "audit_heads",
          "outbox",
          "usage_logs");

  private final AuthUnderTest auth = AuthUnderTest.shared();
  private final Api operator = Api.operator();
  private final InMemoryStoredElsewhere elsewhere = auth.bean(InMemoryStoredElsewhere.class);
  private final TenantId tenant = new TenantId(Api.fresh("deleted"));

  /// A37
  @Test
  void nothingIsLeftButTheIdAndADigest() throws SQLException {
    Api admin = Api.adminOf(tenant.value());
    String key =
        admin.post("/api/v1/api-keys", "{\"name\": \"k\", \"scopes\": [\"admin\"]}").text("key");
    admin.post(
        "/api/v1/rate-limits",
        "{\"limit_type\": \"recommend\", \"max_requests\": 5, \"window_seconds\": 60}");
    operator.call(
        "PUT", PATH + tenant + "/ceilings/train", "{\"max_requests\": 5, \"window_seconds\": 60}");
    Api.open().login("admin@" + tenant + ".test", "not the password");
    admin.post(
        "/api/v1/invitations",
        "{\"email\": \"b@%s.test\", \"role\": \"viewer\"}".formatted(tenant));
    assertThat(
            admin
                .post(
                    "/api/v1/auth/second-factor", "{\"password\": \"%s\"}".formatted(Api.PASSWORD))
                .status())
        .isEqualTo(200);
    auth.bean(UsageStore.class).add(tenant, List.of(request()));
    elsewhere.holds(tenant, 1);
    Api.Answer refused = operator.delete(PATH + tenant);
    assertThat(refused.status()).as("of an active tenant").isEqualTo(409);
    assertThat(refused.text("detail")).contains("suspend");
    suspend(tenant);
    String before = head(tenant);

    Api.Answer receipt = operator.delete(PATH + tenant);

    assertThat(receipt.status()).as(receipt.toString()).isEqualTo(200);
    assertThat(receipt.text("tenant_id")).isEqualTo(tenant.value());
    assertThat(receipt.json().path("complete").asBoolean()).isTrue();
    for (String store :
        List.of(
            "members",
            "invitations",
            "sessions",
            "api_keys",
            "rate_limits",
            "ceilings",
            "failed_log_ins",
            "usage_logs",
            "histories")) {
      JsonNode of = store(receipt, store);
      assertThat(of.path("removed").asInt()).as(store).isPositive();
      assertThat(of.path("erased_at").asText()).as(store).startsWith("20");
    }
    assertThat(store(receipt, "old_objects").path("expires_at").asText()).startsWith("20");
    assertThat(receipt.json().at("/audit/hash").asText()).isEqualTo(before);
    assertThat(receipt.json().at("/audit/entries").asInt())
        .isEqualTo(store(receipt, "audit_log").path("removed").asInt());
    assertEmpty(tenant);
    assertThat(access("tenant#" + tenant, "status")).isEqualTo("ended");
    assertThat(access("key#" + key.split("_", -1)[2], "expires_at"))
        .as("a row that goes by itself")
        .isNotEmpty();
    assertThat(told()).as("the operators' log").hasSize(1);
    assertThat(told().getFirst().at("/before/audit_hash").asText()).isEqualTo(before);
    assertThat(verified()).isInstanceOf(AuditChain.Verified.Whole.class);

    auth.clock().pass(Duration.ofSeconds(30));
    assertThat(admin.get("/api/v1/auth/me").status()).isEqualTo(401);
    assertThat(Api.open().with(key).get("/api/v1/auth/me").status()).isEqualTo(401);
    assertThat(Api.open().login("admin@" + tenant + ".test", Api.PASSWORD).status()).isEqualTo(401);
    assertThat(operator.get(PATH + tenant).status()).isEqualTo(404);
    assertThat(operator.patch(PATH + tenant, "{\"status\": \"active\"}").status()).isEqualTo(404);
    assertThat(operator.get(PATH + tenant + "/ceilings").status()).isEqualTo(404);
    assertThat(operator.get("/api/v1/tenants?limit=200").raw().body())
        .doesNotContain("\"" + tenant + "\"");
    Api.Answer again =
        operator.post("/api/v1/tenants", "{\"id\": \"%s\", \"name\": \"x\"}".formatted(tenant));
    assertThat(again.status()).as("its id is given to nobody").isEqualTo(409);
    assertThat(operator.delete(PATH + tenant).json()).isEqualTo(receipt.json());
    assertThat(told()).hasSize(1);
  }

  @Test
  void onlyOperatorsDeleteAndNotWhatIsNotThere() {
    assertThat(operator.delete(PATH + "platform").status()).isEqualTo(409);
    assertThat(operator.delete(PATH + "never-made").status()).isEqualTo(404);
    assertThat(operator.delete(PATH + "Not%20An%20Id").status()).isEqualTo(404);
    Api admin = Api.adminOf(tenant.value());
    assertThat(admin.delete(PATH + tenant).status()).isEqualTo(403);
    assertThat(operator.get(PATH + tenant).text("status")).isEqualTo("active");
  }

  /// A38
  @Test
  void whatOneCallDoesNotFinishTheSameCallOrASweepDoes() {
    Api.adminOf(tenant.value());
    suspend(tenant);
    elsewhere.holds(tenant, 3);
    Api.Answer first = operator.delete(PATH + tenant);
    assertThat(first.status()).as(first.toString()).isEqualTo(202);
    assertThat(first.json().path("complete").asBoolean()).isFalse();
    assertThat(store(first, "members").path("erased_at").isNull()).isTrue();
    assertThat(operator.delete(PATH + tenant).status()).isEqualTo(202);
    auth.bean(Deletions.class).sweep(LONG);
    Api.Answer last = operator.delete(PATH + tenant);
    assertThat(last.status()).isEqualTo(200);
    assertThat(store(last, "histories").path("removed").asInt()).isEqualTo(30);
    assertThat(store(last, "members").path("removed").asInt()).isEqualTo(1);
  }

  /// A38: what was on its way is looked for once more.
  @Test
  void twoDaysLaterEverythingIsGoneThroughOnceMoreAndNotAgain() throws SQLException {
    Api.adminOf(tenant.value());
    suspend(tenant);
    assertThat(operator.delete(PATH + tenant).status()).isEqualTo(200);
    auth.bean(UsageStore.class).add(tenant, List.of(request()));
    auth.bean(Deletions.class).sweep(LONG);
    assertThat(elsewhere.looks(tenant)).as("not before").containsExactly(1);
    Clock later = Clock.offset(auth.bean(Clock.class), Deletions.LOOKS_AGAIN_AFTER.plusHours(1));
    deletions(auth.bean(DeletionStore.class), auth.bean(TenantRowStore.class), elsewhere, later)
        .sweep(LONG);
    deletions(auth.bean(DeletionStore.class), auth.bean(TenantRowStore.class), elsewhere, later)
        .sweep(LONG);
    assertThat(elsewhere.looks(tenant)).containsExactly(1, 2);
    assertEmpty(tenant);
  }

  /// A38
  @Test
  void aCrashAnywhereAndTheSameCallEndInTheSameState() throws SQLException {
    int crashed = 0;
    for (boolean over = false; !over; ) {
      TenantId each = new TenantId(Api.fresh("crashed"));
      auth.bean(Tenants.class).create("test", each, "Shop", Map.of("a", "b"), Optional.empty());
      suspend(each);
      elsewhere.holds(each, 1);
      AtomicInteger left = new AtomicInteger(++crashed);
      Deletions broken =
          deletions(
              crashing(DeletionStore.class, auth.bean(DeletionStore.class), left),
              crashing(TenantRowStore.class, auth.bean(TenantRowStore.class), left),
              crashing(StoredElsewhere.class, elsewhere, left),
              auth.bean(Clock.class));
      try {
        DeletionResult _ = broken.delete("test", each, LONG);
        over = true;
      } catch (CrashException expected) {
        assertThat(auth.bean(Deletions.class).delete("test", each, LONG))
            .isInstanceOf(DeletionResult.Deleted.class);
      }
      assertEmpty(each);
      assertThat(access("tenant#" + each, "status")).isEqualTo("ended");
      Deletion ended = auth.bean(DeletionStore.class).find(each).orElseThrow();
      assertThat(ended.completedAt()).as("crash " + crashed).isPresent();
      assertThat(ended.digest().orElseThrow().entries()).as("crash " + crashed).isEqualTo(2);
      assertThat(count("audit_log WHERE tenant_id = 'platform' AND target = '" + each + "'"))
          .as("crash " + crashed)
          .isEqualTo(1);
      // No sweep of another test needs to look again.
      auth.bean(DeletionStore.class).change(each, ended.lookedThrough(auth.clock().instant()));
    }
    assertThat(crashed).as("places to crash at").isGreaterThan(12);
  }

  @Test
  void whoMakesTheTenantActiveBeforeItEndsHasItBack() {
    Api.adminOf(tenant.value());
    suspend(tenant);
    AtomicInteger left = new AtomicInteger(5); // after the wish was noted, before the tenant ends
    Deletions broken =
        deletions(
            crashing(DeletionStore.class, auth.bean(DeletionStore.class), left),
            crashing(TenantRowStore.class, auth.bean(TenantRowStore.class), left),
            elsewhere,
            auth.bean(Clock.class));
    assertThatThrownBy(() -> broken.delete("test", tenant, LONG))
        .isInstanceOf(CrashException.class);
    operator.patch(PATH + tenant, "{\"status\": \"active\"}");
    assertThat(auth.bean(DeletionStore.class).find(tenant)).as("is withdrawn").isEmpty();
    suspend(tenant);
    auth.bean(Deletions.class).sweep(LONG);
    assertThat(operator.get(PATH + tenant).text("status")).isEqualTo("suspended");
    operator.patch(PATH + tenant, "{\"status\": \"active\"}");
    auth.bean(Deletions.class).sweep(LONG);
    assertThat(operator.get(PATH + tenant).text("status")).isEqualTo("active");
    assertThat(auth.bean(DeletionStore.class).find(tenant)).isEmpty();
    assertThat(Api.open().login("admin@" + tenant + ".test", Api.PASSWORD).status()).isEqualTo(200);
  }

  /// A restore of the database removes it.
  @Test
  void theHotPathIsToldAgainHoweverOftenTheSameIsAsked() {
    Api.adminOf(tenant.value());
    suspend(tenant);
    elsewhere.holds(tenant, 2);
    assertThat(operator.delete(PATH + tenant).status()).isEqualTo(202);
    DeleteItemResponse _ =
        LocalAws.shared()
            .dynamoDb()
            .deleteItem(
                delete ->
                    delete
                        .tableName(LocalAws.INSTALLATION.name(Table.ACCESS))
                        .key(
                            Map.of(Table.PARTITION_KEY, AttributeValue.fromS("tenant#" + tenant))));
    assertThat(operator.delete(PATH + tenant).status()).isEqualTo(200);
    assertThat(access("tenant#" + tenant, "status")).isEqualTo("ended");
  }

  @Test
  void theDigestStandsForWhatHadStillToComeIntoTheLog() {
    Api.adminOf(tenant.value());
    suspend(tenant);
    AuditNote note =
        new AuditNote(
            UUID.randomUUID(),
            Instant.now(),
            "a-key",
            "203.0.113.7",
            "dead_letter.replayed",
            "letter",
            Map.of(),
            Map.of());
    long before = auth.bean(TenantRowStore.class).auditDigest(tenant).entries();
    PutItemResponse _ =
        LocalAws.shared()
            .dynamoDb()
            .putItem(
                put ->
                    put.tableName(LocalAws.INSTALLATION.name(Table.UPLOADS))
                        .item(note.toItem(tenant)));
    Api.Answer receipt = operator.delete(PATH + tenant);
    assertThat(receipt.json().at("/audit/entries").asLong()).isEqualTo(before + 1);
  }

  private Deletions deletions(
      DeletionStore deletions, TenantRowStore rows, StoredElsewhere stored, Clock clock) {
    return new Deletions(
        deletions,
        rows,
        stored,
        auth.bean(ApiKeys.class),
        auth.bean(Outbox.class),
        auth.bean(Changes.class),
        auth.bean(TenantTransactions.class),
        auth.bean(Audit.class),
        auth.bean(FailedLogIns.class),
        auth.bean(AuditNotes.class),
        clock);
  }

  /// The store, but for a process that ends before one of its calls: so also after the one before.
  private static <T> T crashing(Class<T> port, T store, AtomicInteger left) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (_, method, arguments) -> {
              if (left.decrementAndGet() == 0) {
                throw new CrashException();
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  private static final class CrashException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;
  }

  private void suspend(TenantId which) {
    auth.bean(Tenants.class)
        .change(
            "test", which, Optional.empty(), Optional.empty(), Optional.of(TenantStatus.SUSPENDED));
  }

  private List<JsonNode> told() {
    return operator
        .get("/api/v1/audit?limit=200")
        .json()
        .path("entries")
        .valueStream()
        .filter(entry -> entry.path("action").asText().equals("tenant.deleted"))
        .filter(entry -> entry.path("target").asText().equals(tenant.value()))
        .toList();
  }

  private static JsonNode store(Api.Answer receipt, String name) {
    return receipt
        .json()
        .path("stores")
        .valueStream()
        .filter(store -> store.path("store").asText().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not in " + receipt));
  }

  private static void assertEmpty(TenantId which) throws SQLException {
    for (String table : TABLES) {
      assertThat(count(table + " WHERE tenant_id = '" + which + "'")).as(table).isZero();
    }
    assertThat(
            count(
                "tenants WHERE id = '%s' AND status = 'ended' AND name = id AND settings = '{}'"
                    .formatted(which)))
        .isEqualTo(1);
  }

  private static long count(String from) throws SQLException {
    return Long.parseLong(ask("SELECT count(*) FROM " + from));
  }

  private static String head(TenantId which) throws SQLException {
    return ask("SELECT hash FROM audit_heads WHERE tenant_id = '" + which + "'");
  }

  private static String ask(String question) throws SQLException {
    try (Connection connection = TestPostgres.shared().getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(question)) {
      answer.next();
      return answer.getString(1);
    }
  }

  private static AuditChain.Verified verified() throws SQLException {
    try (Connection connection = TestPostgres.shared().getPostgresDatabase().getConnection()) {
      return AuditChain.verify(connection);
    }
  }

  /// The attribute of a row; empty where there is none.
  private static String access(String key, String attribute) {
    Map<String, AttributeValue> row =
        LocalAws.shared()
            .dynamoDb()
            .getItem(
                get ->
                    get.tableName(LocalAws.INSTALLATION.name(Table.ACCESS))
                        .key(Map.of(Table.PARTITION_KEY, AttributeValue.fromS(key))))
            .item();
    return Optional.ofNullable(row.get(attribute))
        .map(value -> value.s() == null ? value.n() : value.s())
        .orElse("");
  }

  private static CountedRequest request() {
    return new CountedRequest(
        UUID.randomUUID(),
        Optional.empty(),
        new CountedRequest.Route("POST", "/api/v1/recommend"),
        new CountedRequest.Answer(200, 3),
        new CountedRequest.Size(1, 2),
        Instant.now());
  }
}
