package io.waymark.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.waymark.tenancy.audit.AuditChain;
import io.waymark.tenancy.audit.AuditChain.Head;
import io.waymark.tenancy.audit.AuditChain.Verified;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is found of whoever got past the application to the tables, as their owner. A30. Entries 1
/// to 5 of `shop` have the ids 1 to 5, those of `zoo` 6 and 7.
class AuditChainTest {
  private static final String TEMPLATE = "audit_template";

  private static final String WRITTEN_BEFORE =
      "INSERT INTO audit_log (tenant_id, at, actor, action, target, detail)"
          + " VALUES ('shop', now(), 'old', 'thing.made', 't', '{\"a\": \"b\"}')";

  private final String database = Api.fresh("audit").replace('-', '_');

  AuditChainTest() throws SQLException {
    run("postgres", "CREATE DATABASE " + database + " TEMPLATE " + TEMPLATE);
  }

  @BeforeAll
  static void template() throws SQLException {
    run("postgres", "CREATE DATABASE " + TEMPLATE);
    flyway("8").migrate();
    for (int each = 1; each <= 2; each++) {
      write(TEMPLATE, "shop", WRITTEN_BEFORE);
    }
    flyway("10").migrate();
    for (String tenant : List.of("shop", "shop", "shop", "zoo", "zoo")) {
      write(TEMPLATE, tenant, entry(tenant));
    }
  }

  @Test
  void aLogThatNobodyTouchedIsWholeWithWhatIsOlderThanItsChain() throws SQLException {
    assertThat(verify()).isInstanceOf(Verified.Whole.class);
    assertThat(((Verified.Whole) verify()).heads())
        .extracting(Head::tenant, Head::place)
        .containsExactly(tuple("shop", 5L), tuple("zoo", 2L));
    run(database, "SET TimeZone = 'Asia/Tokyo'; " + entry("zoo"));
    assertThat(verify()).as("in another time zone").isInstanceOf(Verified.Whole.class);
  }

  /// While a new version is deployed, the one before serves on.
  @Test
  void whatTheVersionBeforeWritesIsChainedToo() throws SQLException {
    write(database, "shop", WRITTEN_BEFORE);
    assertThat(((Verified.Whole) verify()).heads())
        .extracting(Head::tenant, Head::place)
        .containsExactly(tuple("shop", 6L), tuple("zoo", 2L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "at = at + interval '1 microsecond'",
        "actor = 'somebody'",
        "source = '203.0.113.8'",
        "action = 'thing.ended'",
        "target = 'another'",
        "before = '{}'",
        "detail = '{\"role\": \"viewer\"}'",
        "hash = repeat('a', 64)",
        "previous_hash = repeat('b', 64)"
      })
  void aChangedEntryIsNamed(String change) throws SQLException {
    run(database, "UPDATE audit_log SET " + change + " WHERE id = 4");
    assertThat(verify()).isEqualTo(changed("shop", "entry 4 (id 4)"));
  }

  @Test
  void anEntryThatMovedToAnotherTenantIsMissed() throws SQLException {
    run(database, "UPDATE audit_log SET tenant_id = 'zoo', place = 3 WHERE id = 5");
    assertThat(verify()).isEqualTo(changed("zoo", "entry 3 (id 5)"));
  }

  @Test
  void anEntryOfBeforeTheChainIsHeldByItToo() throws SQLException {
    run(database, "UPDATE audit_log SET actor = 'somebody' WHERE id = 1");
    assertThat(verify()).isEqualTo(changed("shop", "entry 1 (id 1)"));
  }

  @Test
  void aRemovedEntryIsMissedWhereverItWas() throws SQLException {
    run(database, "DELETE FROM audit_log WHERE id = 7");
    assertThat(verify()).isEqualTo(removed("zoo", "entry 2"));
    run(database, "DELETE FROM audit_log WHERE id = 6");
    assertThat(verify()).as("the whole log of a tenant").isEqualTo(removed("zoo", "entry 1"));
    run(database, "DELETE FROM audit_log WHERE id = 3");
    assertThat(verify()).isEqualTo(removed("shop", "entry 3"));
    run(database, "DELETE FROM audit_log WHERE id = 1");
    assertThat(verify()).isEqualTo(removed("shop", "entry 1"));
  }

  @Test
  void aRemovedEntryIsMissedThoughTheOthersCloseRanks() throws SQLException {
    run(
        database,
        "DELETE FROM audit_log WHERE id = 3; UPDATE audit_log SET place = 3 WHERE id = 4;"
            + " UPDATE audit_log SET place = 4 WHERE id = 5");
    assertThat(verify()).isEqualTo(changed("shop", "entry 3 (id 4)"));
  }

  @Test
  void anInsertedEntryIsNamed() throws SQLException {
    run(database, "ALTER TABLE audit_log DISABLE TRIGGER chained; " + entry("shop"));
    assertThat(verify()).isEqualTo(new Verified.Broken("shop", "id 8", "was added past the chain"));
    run(
        database,
        """
        UPDATE audit_log SET place = 6, previous_hash = newest.hash FROM audit_heads newest
          WHERE id = 8 AND newest.tenant_id = 'shop';
        UPDATE audit_log entry SET hash = audit_hash(entry) WHERE id = 8""");
    assertThat(verify())
        .as("with the right hash")
        .isEqualTo(new Verified.Broken("shop", "entry 6", "is not the newest that was written"));
    run(
        database,
        """
        UPDATE audit_log SET place = 16 WHERE id = 8;
        UPDATE audit_log SET place = 15 WHERE id = 5;
        UPDATE audit_log SET place = 5 WHERE id = 8;
        UPDATE audit_log entry SET hash = audit_hash(entry) WHERE id = 8""");
    assertThat(verify())
        .as("in the place of another")
        .isEqualTo(
            new Verified.Broken(
                "shop",
                "entry 5 (id 8)",
                "does not follow the one before: that or this was replaced"));
  }

  @Test
  void swappedEntriesAreNamed() throws SQLException {
    run(
        database,
        """
        UPDATE audit_log SET place = 99 WHERE id = 4;
        UPDATE audit_log SET place = 4 WHERE id = 5;
        UPDATE audit_log SET place = 5 WHERE id = 4""");
    assertThat(verify()).isEqualTo(changed("shop", "entry 4 (id 5)"));
  }

  @Test
  void aForgedVerifierOfTheDatabaseDeceivesNobody() throws SQLException {
    run(
        database,
        """
        CREATE OR REPLACE FUNCTION audit_hash(entry audit_log) RETURNS text
          LANGUAGE sql STABLE RETURN entry.hash;
        UPDATE audit_log SET actor = 'somebody' WHERE id = 4""");
    assertThat(verify()).isEqualTo(changed("shop", "entry 4 (id 4)"));
  }

  @Test
  void manyWhoWriteAtOnceMakeOneChainWithoutWaitingForEachOther() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Boolean> writing =
          () -> {
            for (int each = 0; each < 5; each++) {
              write(database, "shop", entry("shop") + "; " + entry("shop"));
            }
            return true;
          };
      for (Future<Boolean> each :
          threads.invokeAll(IntStream.range(0, 8).mapToObj(_ -> writing).toList())) {
        assertThat(each.get()).isTrue();
      }
    }
    assertThat(verify())
        .isInstanceOfSatisfying(
            Verified.Whole.class,
            whole -> assertThat(whole.heads().getFirst().place()).isEqualTo(85));
  }

  private static String entry(String tenant) {
    return """
        INSERT INTO audit_log (tenant_id, at, actor, source, action, target, before, detail)
        VALUES ('%s', '2026-03-01 10:00:00.123456+00', 'eve', '203.0.113.7', 'thing.changed', 't',
          '{"role": "viewer"}', '{"role": "admin", "name": "Zoë \\"x\\""}')"""
        .formatted(tenant);
  }

  private static Verified changed(String tenant, String entry) {
    return new Verified.Broken(
        tenant, entry, "was changed, or is another's: its hash is not of what it says");
  }

  private static Verified removed(String tenant, String entry) {
    return new Verified.Broken(tenant, entry, "was removed");
  }

  private Verified verify() throws SQLException {
    try (Connection connection = connection(database)) {
      return AuditChain.verify(connection);
    }
  }

  private static Flyway flyway(String target) {
    return Flyway.configure()
        .dataSource(TestPostgres.shared().getJdbcUrl("postgres", TEMPLATE), "postgres", "postgres")
        .locations("classpath:db/migration")
        .target(target)
        .load();
  }

  /// As a request does.
  private static void write(String database, String tenant, String statement) throws SQLException {
    try (Connection connection = connection(database);
        Statement made = connection.createStatement()) {
      connection.setAutoCommit(false);
      made.execute(
          "SELECT set_config('role', 'waymark_app', true), set_config('app.tenant_id', '"
              + tenant
              + "', true)");
      made.execute(statement);
      connection.commit();
    }
  }

  private static void run(String database, String statements) throws SQLException {
    try (Connection connection = connection(database);
        Statement made = connection.createStatement()) {
      made.execute(statements);
    }
  }

  private static Connection connection(String database) throws SQLException {
    return DriverManager.getConnection(TestPostgres.shared().getJdbcUrl("postgres", database));
  }
}
