package io.waymark.auth.database;

import io.micronaut.transaction.TransactionOperations;
import io.waymark.edge.CallConfig;
import io.waymark.edge.resilience.Breaker;
import io.waymark.edge.resilience.Breakers;
import io.waymark.edge.resilience.Dependency;
import io.waymark.edge.resilience.OpenBreakerException;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Transactions of PostgreSQL. The first statement of each gives up the log-in's rights for those
/// of `waymark_app`, which row-level security binds, names the tenant and limits how long each of
/// the others may take; all three end with the transaction, so that a pooled connection carries
/// nothing over. While the breaker is open none begins.
@Singleton
final class JdbcTenantTransactions implements TenantTransactions, LookupTransactions {
  private static final String BEGIN =
      "SELECT set_config('role', 'waymark_app', true), set_config('app.tenant_id', ?, true),"
          + " set_config('statement_timeout', ?, true)";

  /// Of a statement, by PostgreSQL. The longest of ours, a step of removing a tenant, takes
  /// seconds; the gateway waits 29 s for all.
  private static final Duration STATEMENT = Duration.ofSeconds(20);

  /// How much longer a connection may say nothing before it is given up: PostgreSQL would have
  /// ended the statement.
  private static final Duration SILENCE = Duration.ofSeconds(2);

  private static final String STORE = "PostgreSQL";

  /// Which no tenant can be called.
  private static final String NO_TENANT = "";

  private final TransactionOperations<Connection> transactions;
  private final Breaker breaker;
  private final Duration limit;
  private final ThreadLocal<@Nullable String> current = new ThreadLocal<>();

  @Inject
  JdbcTenantTransactions(
      TransactionOperations<Connection> transactions, Breakers breakers, CallConfig calls) {
    this(transactions, breakers, calls.limit(STATEMENT));
  }

  /// @param limit of a statement, by PostgreSQL
  JdbcTenantTransactions(
      TransactionOperations<Connection> transactions, Breakers breakers, Duration limit) {
    this.transactions = transactions;
    this.breaker = breakers.of(Dependency.POSTGRESQL);
    this.limit = limit;
  }

  @Override
  public <T> T in(TenantId tenant, Supplier<T> work) {
    return run(tenant.value(), work);
  }

  @Override
  public <T> T beforeTheTenant(Supplier<T> lookup) {
    return run(NO_TENANT, lookup);
  }

  private <T> T run(String tenant, Supplier<T> work) {
    @Nullable String outer = current.get();
    if (outer != null) {
      if (!outer.equals(tenant)) {
        throw new IllegalStateException(
            "a transaction of '" + tenant + "' inside one of '" + outer + "'");
      }
      return work.get();
    }
    enter();
    current.set(tenant);
    JdbcOutage outage = JdbcOutage.NONE;
    try {
      return transactions.executeWrite(
          status -> {
            begin(status.getConnection(), tenant);
            return work.get();
          });
    } catch (RuntimeException e) {
      outage = JdbcOutage.of(e);
      if (outage != JdbcOutage.NONE) {
        throw new StoreUnavailableException(STORE, e);
      }
      throw e;
    } finally {
      current.remove();
      if (outage == JdbcOutage.OF_ALL) {
        breaker.failed(new IllegalStateException(STORE));
      } else {
        breaker.answered();
      }
    }
  }

  private void enter() {
    try {
      breaker.enter();
    } catch (OpenBreakerException open) {
      throw new StoreUnavailableException(STORE, open);
    }
  }

  private void begin(Connection connection, String tenant) {
    try (PreparedStatement statement = connection.prepareStatement(BEGIN)) {
      connection.setNetworkTimeout(Runnable::run, Math.toIntExact(limit.plus(SILENCE).toMillis()));
      statement.setString(1, tenant);
      statement.setString(2, Long.toString(limit.toMillis()));
      statement.execute();
    } catch (SQLException e) {
      throw new TransactionNotBegunException(e);
    }
  }

  /// Carries what the driver said out of the transaction.
  private static final class TransactionNotBegunException extends RuntimeException {
    @java.io.Serial private static final long serialVersionUID = 1L;

    TransactionNotBegunException(SQLException cause) {
      super("no transaction could begin", cause);
    }
  }
}
