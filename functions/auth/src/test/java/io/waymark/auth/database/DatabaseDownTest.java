package io.waymark.auth.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.waymark.auth.Api;
import io.waymark.auth.AuthUnderTest;
import io.waymark.edge.resilience.OpenBreakerException;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What is answered while PostgreSQL is down, and how long it may take when it is slow.
class DatabaseDownTest {
  /// As many failures as open the breaker.
  private static final int LEAST = 6;

  @Test
  void aRequestIsToldToComeBackAndSoonTheDatabaseIsLeftAlone() {
    Map<String, Object> properties = new HashMap<>(AuthUnderTest.shared().properties());
    properties.put("datasources.default.url", "jdbc:postgresql://127.0.0.1:1/none");
    properties.put("datasources.default.connection-timeout", "300");
    try (EmbeddedServer server = ApplicationContext.run(EmbeddedServer.class, properties)) {
      Api api = new Api(server.getURL().toString(), Optional.empty());
      Api.Answer answer = logIn(api);
      assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
      assertThat(answer.text("detail")).startsWith("PostgreSQL is unavailable");
      assertThat(answer.raw().headers().firstValue("Retry-After")).hasValue("2");

      TenantTransactions transactions =
          server.getApplicationContext().getBean(TenantTransactions.class);
      for (int failure = 1; failure < LEAST; failure++) {
        assertThatThrownBy(() -> transactions.in(TenantId.PLATFORM, () -> "never"))
            .isInstanceOf(StoreUnavailableException.class);
      }
      Throwable notAsked = catchThrowable(() -> transactions.in(TenantId.PLATFORM, () -> "never"));
      assertThat(notAsked).isInstanceOf(StoreUnavailableException.class);
      assertThat(OpenBreakerException.in(notAsked)).isPresent();

      Api.Answer refused = logIn(api);
      assertThat(refused.status()).as(refused.toString()).isEqualTo(503);
      assertThat(refused.raw().headers().firstValue("Retry-After"))
          .hasValueSatisfying(seconds -> assertThat(Integer.parseInt(seconds)).isBetween(1, 5));
    }
  }

  @Test
  void whatMetAnotherTransactionOrTookTooLongSaysNothingOfTheDatabase() {
    assertThat(JdbcOutage.of(new SQLException("canceled", "57014"))).isEqualTo(JdbcOutage.OF_ONE);
    assertThat(JdbcOutage.of(new SQLException("deadlock", "40P01"))).isEqualTo(JdbcOutage.OF_ONE);
    assertThat(JdbcOutage.of(new SQLException("shutting down", "57P01")))
        .isEqualTo(JdbcOutage.OF_ALL);
    assertThat(JdbcOutage.of(new IllegalStateException(new SQLException("cut", "08006"))))
        .isEqualTo(JdbcOutage.OF_ALL);
    assertThat(JdbcOutage.of(new SQLException("too many", "53300"))).isEqualTo(JdbcOutage.OF_ALL);
    assertThat(JdbcOutage.of(new IllegalStateException(new SQLException("Connection is closed"))))
        .isEqualTo(JdbcOutage.OF_ALL);
    assertThat(JdbcOutage.of(new SQLException("not unique", "23505"))).isEqualTo(JdbcOutage.NONE);
    assertThat(JdbcOutage.of(new IllegalStateException("a bug"))).isEqualTo(JdbcOutage.NONE);
  }

  private static Api.Answer logIn(Api api) {
    return api.post(
        "/api/v1/auth/login",
        "{\"email\": \"%s@down.test\", \"password\": \"%s\"}"
            .formatted(Api.fresh("who"), Api.PASSWORD));
  }
}
