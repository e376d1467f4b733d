package io.waymark.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import io.waymark.testing.LocalAws;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MigrationsTest {
  private static final MigrationsHandler.MigrationsRequest NOTHING_MORE =
      new MigrationsHandler.MigrationsRequest(null, null, null);

  /// A12, A13
  @Test
  void bringsAnEmptyDatabaseToTheNewestSchemaAndCanBeRepeated() throws SQLException {
    String database = database();
    try (ApplicationContext context = context(database, Map.of("waymark.embedded", "true"))) {
      MigrationsHandler.MigrationsRequest request =
          new MigrationsHandler.MigrationsRequest(
              true,
              new MigrationsHandler.PlatformAdmin("first@waymark.test", "a-long-password"),
              null);
      MigrationsHandler.Migrated first = Migrating.run(context, request);
      assertThat(first.applied()).as("sixteen versions and the log-in").isEqualTo(17);
      assertThat(first.version()).isEqualTo("16");
      assertThat(first.tenants()).containsExactly("demo");
      String members = "SELECT string_agg(email || ' ' || role, ', ' ORDER BY email) FROM users";
      assertThat(ask(database, members))
          .isEqualTo("admin@demo.com admin, first@waymark.test platform_admin");
      assertThat(ask(database, "SELECT name FROM tenants WHERE id = 'demo'"))
          .isEqualTo("Demo Company");
      String hashes = ask(database, "SELECT string_agg(password_hash, ' ') FROM users");

      MigrationsHandler.Migrated again = Migrating.run(context, request);
      assertThat(again.applied()).isZero();
      assertThat(again.version()).isEqualTo("16");
      assertThat(ask(database, "SELECT string_agg(password_hash, ' ') FROM users"))
          .isEqualTo(hashes);
      assertThat(ask(database, "SELECT count(*) FROM audit_log")).isEqualTo("4");
      assertThat(Access.row("tenant#demo")).containsEntry("status", "active");
    }
  }

  /// A12
  @Test
  void onAuroraTheFunctionsLogInIsMadeAndMayOnlyTakeOnTheAppsRole() throws SQLException {
    String database = database();
    run(
        database,
        """
        DO $$ BEGIN
          IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'rds_iam') THEN
            CREATE ROLE rds_iam NOLOGIN;
          END IF;
        END $$""");
    try (ApplicationContext context = context(database, Map.of())) {
      Migrating.run(context, NOTHING_MORE);
      Migrating.run(context, NOTHING_MORE);
    }
    String mayBe = "SELECT pg_has_role('waymark_login', '%s', 'MEMBER')";
    assertThat(ask(database, mayBe.formatted("rds_iam"))).isEqualTo("t");
    assertThat(ask(database, mayBe.formatted("waymark_app"))).isEqualTo("t");
    assertThat(ask(database, mayBe.formatted("waymark_lookup"))).isEqualTo("f");
    String mayRead = "SELECT has_table_privilege('waymark_login', '%s', 'SELECT')";
    assertThat(ask(database, mayRead.formatted("flyway_schema_history"))).isEqualTo("t");
    assertThat(ask(database, mayRead.formatted("users"))).as("not inherited").isEqualTo("f");
    run("postgres", "DROP OWNED BY waymark_login");
    run(database, "DROP OWNED BY waymark_login");
    run("postgres", "DROP ROLE waymark_login");
    run("postgres", "DROP ROLE rds_iam");
  }

  /// A12
  @Test
  void aStartOfTheFunctionMigratesNothing() throws SQLException {
    String database = database();
    try (ApplicationContext context = context(database, Map.of())) {
      assertThat(context.isRunning()).isTrue();
      assertThat(ask(database, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
          .isEqualTo("0");
    }
  }

  /// A13
  @Test
  void aDeployedStageRefusesTheSampleTenant() throws SQLException {
    try (ApplicationContext context = context(database(), Map.of())) {
      assertThatThrownBy(
              () ->
                  Migrating.run(context, new MigrationsHandler.MigrationsRequest(true, null, null)))
          .isInstanceOf(MigrationsHandler.RefusedException.class)
          .hasMessageContaining("embedded");
      assertThat(Migrating.run(context, NOTHING_MORE).applied()).isEqualTo(17);
      assertThatThrownBy(
              () ->
                  Migrating.run(
                      context,
                      new MigrationsHandler.MigrationsRequest(
                          null, new MigrationsHandler.PlatformAdmin("a@b.test", "short"), null)))
          .hasMessageContaining("password");
    }
  }

  @Test
  void usageHasAPartitionForEachDayAndForgetsOldOnes() throws SQLException {
    String database = database();
    try (ApplicationContext context = context(database, Map.of())) {
      Migrating.run(context, NOTHING_MORE);
      String partitions =
          "SELECT count(*) FROM pg_inherits WHERE inhparent = 'usage_logs'::regclass";
      assertThat(ask(database, partitions)).as("eight days and the default").isEqualTo("9");
      ask(database, "SELECT make_usage_partitions(DATE '2020-01-01', 3)");
      assertThat(ask(database, partitions)).isEqualTo("12");
      assertThat(ask(database, "SELECT make_usage_partitions(DATE '2020-01-01', 3)"))
          .isEqualTo("0");
      Migrating.run(context, NOTHING_MORE);
      assertThat(ask(database, partitions)).isEqualTo("9");
    }
  }

  @Test
  void oldUsageOfADayThatNeverHadAPartitionIsForgottenToo() throws SQLException {
    String database = database();
    try (ApplicationContext context = context(database, Map.of())) {
      Migrating.run(context, NOTHING_MORE);
      for (int days : List.of(89, 92)) {
        run(
            database,
            """
            INSERT INTO usage_logs (id, tenant_id, endpoint, method, status_code, latency_ms,
              request_size_bytes, response_size_bytes, timestamp)
            VALUES (gen_random_uuid(), 't', '/x', 'GET', 200, %d, 0, 10,
              now() - interval '%d days')"""
                .formatted(days, days));
      }
      Migrating.run(context, NOTHING_MORE);
      assertThat(ask(database, "SELECT string_agg(latency_ms::text, ' ') FROM usage_logs_default"))
          .isEqualTo("89");
    }
  }

  @Test
  void usageOfADayWithoutAPartitionMovesIntoItsPartitionLater() throws SQLException {
    String database = database();
    try (ApplicationContext context = context(database, Map.of())) {
      Migrating.run(context, NOTHING_MORE);
      run(
          database,
          """
          INSERT INTO usage_logs (id, tenant_id, endpoint, method, status_code, latency_ms,
            request_size_bytes, response_size_bytes, timestamp)
          VALUES (gen_random_uuid(), 't', '/x', 'GET', 200, 3, 0, 10, '2031-05-05 12:00:00+00')""");
      assertThat(ask(database, "SELECT count(*) FROM usage_logs_default")).isEqualTo("1");
      ask(database, "SELECT make_usage_partitions(DATE '2031-05-04', 3)");
      assertThat(ask(database, "SELECT count(*) FROM usage_logs_default")).isEqualTo("0");
      assertThat(ask(database, "SELECT count(*) FROM usage_logs_20310505")).isEqualTo("1");
    }
  }

  private static String database() throws SQLException {
    String name = Api.fresh("migrations").replace('-', '_');
    run("postgres", "CREATE DATABASE " + name);
    return name;
  }

  private static ApplicationContext context(String database, Map<String, String> more) {
    Map<String, Object> properties = new HashMap<>(AuthUnderTest.shared().properties());
    properties.putAll(TestPostgres.properties(database));
    properties.putAll(LocalAws.shared().properties());
    properties.put("waymark.embedded", "false");
    properties.putAll(more);
    return ApplicationContext.run(properties);
  }

  private static void run(String database, String statement) throws SQLException {
    try (Connection connection = connection(database);
        Statement made = connection.createStatement()) {
      made.execute(statement);
    }
  }

  private static String ask(String database, String question) throws SQLException {
    try (Connection connection = connection(database);
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(question)) {
      answer.next();
      return answer.getString(1);
    }
  }

  private static Connection connection(String database) throws SQLException {
    return DriverManager.getConnection(TestPostgres.shared().getJdbcUrl("postgres", database));
  }
}
