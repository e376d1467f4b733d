package io.waymark.auth.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.micronaut.context.ApplicationContext;
import io.micronaut.core.type.GenericArgument;
import io.micronaut.transaction.TransactionOperations;
import io.waymark.auth.AuthUnderTest;
import io.waymark.auth.TestPostgres;
import io.waymark.edge.HealthChecks;
import io.waymark.edge.resilience.Breakers;
import io.waymark.edge.resilience.OpenBreakerException;
import io.waymark.edge.telemetry.Measurements;
import io.waymark.edge.telemetry.Metric;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import io.waymark.testing.Eventually;
import io.waymark.testing.MovingClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What becomes of a statement that PostgreSQL does not finish, or whose answer never comes.
class DatabaseSlowTest {
  private static final Duration LIMIT = Duration.ofMillis(200);

  /// What a call may take, on a machine that has much else to do: far less than what it asks for.
  private static final Duration MOST = Duration.ofSeconds(30);

  private static final int FOREVER_SECONDS = 600;

  /// As many calls as the breaker judges by.
  private static final int LEAST = 6;

  /// The pause of the breaker and a moment.
  private static final Duration OVER = Duration.ofMillis(5_001);

  private final MovingClock clock = new MovingClock(Instant.parse("2026-03-01T10:00:00Z"));
  private final List<Metric> counted = new ArrayList<>();
  private final SwallowingDoor door = door();
  private final ApplicationContext context = ApplicationContext.run(properties());
  private final TransactionOperations<Connection> operations =
      context.getBean(new GenericArgument<TransactionOperations<Connection>>() {});
  private final TenantTransactions transactions =
      new JdbcTenantTransactions(operations, new Breakers(clock, () -> counting(counted)), LIMIT);

  private static SwallowingDoor door() {
    Object _ = AuthUnderTest.shared();
    try {
      return new SwallowingDoor(TestPostgres.shared().getPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, Object> properties() {
    Map<String, Object> properties = new HashMap<>(AuthUnderTest.shared().properties());
    properties.put(
        "datasources.default.url", "jdbc:postgresql://127.0.0.1:" + door.port() + "/postgres");
    properties.put("datasources.default.maximum-pool-size", "1"); // as on Lambda
    properties.put("datasources.default.connection-timeout", "1000");
    properties.put("waymark.calls.patience", "0s");
    return properties;
  }

  @AfterEach
  void close() throws IOException {
    context.close();
    door.close();
  }

  @Test
  void aStatementThatTakesTooLongIsCancelledAndSaysNothingOfTheDatabase() {
    for (int call = 1; call <= LEAST; call++) {
      Throwable failure = failure(FOREVER_SECONDS);
      assertThat(failure).isInstanceOf(StoreUnavailableException.class);
      assertThat(OpenBreakerException.in(failure)).isEmpty();
    }
    assertThat(ask(0)).isEqualTo(0);
    assertThat(door.callers()).as("the connection is as good as before").isEqualTo(1);
    assertThat(counted).isEmpty();
  }

  @Test
  void theLimitIsOfOneTransactionAndStaysBehindOnNoConnection() throws SQLException {
    assertThat(ask(0)).isEqualTo(0);
    String left =
        operations.executeRead(
            status -> {
              try (Statement statement = status.getConnection().createStatement();
                  ResultSet answer = statement.executeQuery("SHOW statement_timeout")) {
                answer.next();
                return answer.getString(1);
              }
            });
    assertThat(left).isEqualTo("0");
    assertThat(door.callers()).isEqualTo(1);
  }

  @Test
  void aDatabaseThatFallsSilentIsGivenUpThenLeftAloneAndAskedAgain() throws Exception {
    assertThat(ask(0)).isEqualTo(0);
    door.swallow();
    for (int call = 2; call <= LEAST; call++) {
      Throwable failure = failure(0);
      assertThat(failure).as("call %d", call).isInstanceOf(StoreUnavailableException.class);
      boolean open = OpenBreakerException.in(failure).isPresent();
      assertThat(open).as("call %d", call).isFalse();
    }
    assertThat(counted).containsExactly(Metric.BREAKER_OPENINGS);
    assertThat(OpenBreakerException.in(failure(0))).isPresent();

    door.pass();
    Eventually.await(
        () -> {
          clock.pass(OVER);
          return catchThrowable(() -> ask(0)) == null;
        });
  }

  @Test
  void aHealthCheckOfASilentDatabaseKeepsNoConnection() throws Exception {
    assertThat(ask(0)).isEqualTo(0);
    door.swallow();
    assertThat(context.getBean(HealthChecks.class).run(List.of(check())).ok()).isFalse();
    door.pass();
    Eventually.await(() -> catchThrowable(() -> ask(0)) == null);
    assertThat(context.getBean(HealthChecks.class).run(List.of(check())).ok()).isTrue();
  }

  private DatabaseCheck check() {
    return context.getBean(DatabaseCheck.class);
  }

  /// That of a statement, which must come in time.
  private Throwable failure(int seconds) {
    long begin = System.nanoTime();
    Throwable failure = catchThrowable(() -> ask(seconds));
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(MOST);
    return Optional.ofNullable(failure).orElseThrow();
  }

  /// Has PostgreSQL wait.
  ///
  /// @return how long
  private int ask(int seconds) {
    return transactions.in(
        TenantId.PLATFORM,
        () -> {
          try (Statement statement = operations.getConnection().createStatement();
              ResultSet _ = statement.executeQuery("SELECT pg_sleep(" + seconds + ")")) {
            return seconds;
          } catch (SQLException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static Measurements counting(List<Metric> counted) {
    return new Measurements() {
      @Override
      public void count(Metric metric, long more) {
        counted.add(metric);
      }

      @Override
      public void value(Metric metric, double value) {}
    };
  }
}
