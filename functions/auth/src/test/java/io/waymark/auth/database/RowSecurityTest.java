package io.waymark.auth.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import io.waymark.auth.Api;
import io.waymark.auth.AuthUnderTest;
import io.waymark.auth.TestPostgres;
import io.waymark.auth.audit.FailedLogIns;
import io.waymark.auth.outbox.OutboxStore;
import io.waymark.auth.outbox.Projection;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What the database itself allows whoever got past our code. A6.
class RowSecurityTest {
  private static final List<String> TABLES =
      List.of(
          "tenants",
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

  private final TenantTransactions transactions =
      AuthUnderTest.shared().bean(TenantTransactions.class);

  @BeforeAll
  static void migrate() {
    AuthUnderTest.shared();
  }

  @Test
  void withoutATenantNothingIsVisible() throws SQLException {
    try (Connection connection = asTheApplication("")) {
      for (String table : TABLES) {
        assertThat(count(connection, table)).as(table).isZero();
      }
    }
  }

  @Test
  void withATenantItsRowsAlone() throws SQLException {
    try (Connection connection = asTheApplication("demo")) {
      assertThat(count(connection, "tenants")).isEqualTo(1);
      assertThat(count(connection, "users WHERE tenant_id <> 'demo'")).isZero();
      assertThat(count(connection, "users")).isPositive();
      assertThat(count(connection, "audit_log WHERE tenant_id <> 'demo'")).isZero();
    }
  }

  @Test
  void noRowIsWrittenForAnotherTenant() throws SQLException {
    try (Connection connection = asTheApplication("demo")) {
      refused(
          connection,
          "INSERT INTO audit_log (tenant_id, at, actor, action, target)"
              + " VALUES ('platform', now(), 'x', 'a.b', 'x')",
          "row-level security");
    }
    try (Connection connection = asTheApplication("demo")) {
      refused(connection, "UPDATE users SET tenant_id = 'platform'", "row-level security");
    }
    try (Connection connection = asTheApplication("platform")) {
      try (Statement statement = connection.createStatement()) {
        assertThat(statement.executeUpdate("UPDATE tenants SET name = 'x' WHERE id = 'demo'"))
            .as("operators see other tenants and change none")
            .isZero();
      }
    }
  }

  @Test
  void theApplicationMayNotRewriteHistoryNorTheSchema() throws SQLException {
    for (String statement :
        List.of(
            "UPDATE audit_log SET actor = 'x'",
            "DELETE FROM audit_log",
            "INSERT INTO audit_log (tenant_id, at, actor, action, target, place)"
                + " VALUES ('demo', now(), 'x', 'a.b', 'x', 1)",
            "UPDATE audit_heads SET place = 0",
            "DELETE FROM audit_heads",
            "DELETE FROM tenants",
            "DELETE FROM api_keys",
            "TRUNCATE users",
            "DROP TABLE users",
            "SELECT make_usage_partitions(DATE '2020-01-01', 1)",
            "SELECT * FROM usage_logs_default",
            "SELECT * FROM flyway_schema_history")) {
      try (Connection connection = asTheApplication("demo")) {
        refused(connection, statement, "");
      }
    }
  }

  @Test
  void theTwoLookUpsGiveOneRowForOneExactValue() throws SQLException {
    try (Connection connection = asTheApplication("")) {
      assertThat(count(connection, "member_by_email('admin@demo.com')")).isEqualTo(1);
      assertThat(count(connection, "member_by_email('%')")).isZero();
      assertThat(count(connection, "refresh_token_by_id(gen_random_uuid())")).isZero();
    }
    try (Connection connection = TestPostgres.shared().getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SET LOCAL ROLE waymark_lookup");
      refused(connection, "SELECT * FROM api_keys", "permission denied");
    }
  }

  /// A39: the fifth look-up.
  @Test
  void anInvitationIsFoundByTheHashOfItsSecretAlone() throws SQLException {
    String hash = "0123456789abcdef".repeat(4);
    try (Connection connection = asTheApplication("demo")) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            """
            INSERT INTO invitations VALUES (gen_random_uuid(), 'demo', 'invited@demo.com',
              'viewer', '%s', 'x', now(), now())"""
                .formatted(hash));
        statement.execute("SELECT set_config('app.tenant_id', '', true)");
      }
      assertThat(count(connection, "invitations")).isZero();
      assertThat(count(connection, "invitation_by_hash('" + hash + "')")).isEqualTo(1);
      assertThat(count(connection, "invitation_by_hash('%')")).isZero();
    }
  }

  /// A21: without a tenant its id is told, and nothing of what waits.
  @Test
  void whoseProjectionsWaitIsTheThirdLookUp() throws SQLException {
    TenantId waiting = new TenantId(Api.fresh("waiting"));
    AuthUnderTest.shared()
        .bean(OutboxStore.class)
        .add(waiting, Projection.ofTenant(waiting.value(), "active", 1, List.of()));
    try (Connection connection = asTheApplication("")) {
      assertThat(count(connection, "tenants_waiting(1000) AS id WHERE id = '" + waiting + "'"))
          .isEqualTo(1);
      assertThat(count(connection, "outbox")).isZero();
    }
    try (Connection connection = TestPostgres.shared().getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SET LOCAL ROLE waymark_lookup");
      refused(connection, "SELECT attributes FROM outbox", "permission denied");
    }
  }

  /// A35: the same of whose failures wait.
  @Test
  void whoseLogInsFailedIsTheFourthLookUp() throws SQLException {
    TenantId failed = new TenantId(Api.fresh("failed"));
    AuthUnderTest.shared().bean(FailedLogIns.class).count(failed, "somebody");
    try (Connection connection = asTheApplication("")) {
      String ids =
          "tenants_with_failed_log_ins('9999-01-01', 100000) AS id WHERE id = '" + failed + "'";
      assertThat(count(connection, ids)).isEqualTo(1);
      assertThat(count(connection, "failed_log_ins")).isZero();
    }
    try (Connection connection = TestPostgres.shared().getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SET LOCAL ROLE waymark_lookup");
      refused(connection, "SELECT account FROM failed_log_ins", "permission denied");
    }
  }

  /// A37: what else the application may not delete goes by functions that ask first.
  @Test
  void nothingIsForgottenOfATenantThatWasNotEnded() throws SQLException {
    for (String forgets :
        List.of("* FROM forget_tenant()", "forget_usage(1)", "forget_audit_log()")) {
      for (String tenant : List.of("demo", "")) {
        try (Connection connection = asTheApplication(tenant)) {
          refused(connection, "SELECT " + forgets, "was not ended");
        }
      }
    }
    try (Connection connection = asTheApplication("demo")) {
      assertThat(count(connection, "deleted_tenants")).as("the operators' alone").isZero();
      refused(
          connection,
          "INSERT INTO deleted_tenants (id, requested_at, actor) VALUES ('x', now(), 'x')",
          "row-level security");
    }
  }

  @Test
  void everyTableOfATenantForcesRowSecurity() throws SQLException {
    try (Connection connection = TestPostgres.shared().getPostgresDatabase().getConnection()) {
      String tenantTables =
          """
          pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
          WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
            AND c.relnamespace = 'public'::regnamespace""";
      assertThat(count(connection, tenantTables)).isEqualTo(TABLES.size() - 1);
      assertThat(count(connection, tenantTables + " AND NOT c.relforcerowsecurity")).isZero();
    }
  }

  @Test
  void aTransactionOfOneTenantNeverTurnsIntoAnothers() {
    TenantId demo = new TenantId("demo");
    assertThat(transactions.in(demo, () -> transactions.in(demo, () -> "joined")))
        .isEqualTo("joined");
    assertThatThrownBy(
            () -> transactions.in(demo, () -> transactions.in(TenantId.PLATFORM, () -> "x")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("inside one of 'demo'");
    assertThat(transactions.in(TenantId.PLATFORM, () -> "free again")).isEqualTo("free again");
  }

  @Test
  void aDatabaseThatDoesNotAnswerIsUnavailableNotABug() {
    Map<String, Object> properties = new HashMap<>(TestPostgres.properties());
    properties.put("datasources.default.url", "jdbc:postgresql://127.0.0.1:1/none");
    properties.put("datasources.default.connection-timeout", "300");
    properties.put("waymark.keys", "nowhere");
    try (ApplicationContext context = ApplicationContext.run(properties)) {
      TenantTransactions unreachable = context.getBean(TenantTransactions.class);
      assertThatThrownBy(() -> unreachable.in(TenantId.PLATFORM, () -> Api.fresh("x")))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("PostgreSQL");
    }
  }

  /// As a request would begin, but on a connection of our own, which is rolled back.
  private static Connection asTheApplication(String tenant) throws SQLException {
    Connection connection = TestPostgres.shared().getPostgresDatabase().getConnection();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "SELECT set_config('role', 'waymark_app', true), set_config('app.tenant_id', '"
              + tenant
              + "', true)");
    }
    return connection;
  }

  private static long count(Connection connection, String from) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery("SELECT count(*) FROM " + from)) {
      answer.next();
      return answer.getLong(1);
    }
  }

  private static void refused(Connection connection, String statement, String reason)
      throws SQLException {
    try (Statement made = connection.createStatement()) {
      assertThatThrownBy(() -> made.execute(statement))
          .as(statement)
          .isInstanceOf(SQLException.class)
          .hasMessageContaining(reason);
    }
    connection.rollback();
  }
}
