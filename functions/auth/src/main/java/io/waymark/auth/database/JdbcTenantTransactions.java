package io.waymark.auth.database;

import io.micronaut.transaction.TransactionOperations;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Transactions of PostgreSQL. The first statement of each gives up the log-in's rights for those
/// of `waymark_app`, which row-level security binds, and names the tenant; both end with the
/// transaction, so that a pooled connection carries nothing over.
@Singleton
final class JdbcTenantTransactions implements TenantTransactions, LookupTransactions {
  private static final String BEGIN =
      "SELECT set_config('role', 'waymark_app', true), set_config('app.tenant_id', ?, true)";

  /// Which no tenant can be called.
  private static final String NO_TENANT = "";

  private final TransactionOperations<Connection> transactions;
  private final ThreadLocal<@Nullable String> current = new ThreadLocal<>();

  JdbcTenantTransactions(TransactionOperations<Connection> transactions) {
    this.transactions = transactions;
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
    current.set(tenant);
    try {
      return transactions.executeWrite(
          status -> {
            begin(status.getConnection(), tenant);
            return work.get();
          });
    } catch (RuntimeException e) {
      if (meansUnavailable(e)) {
        throw new StoreUnavailableException("PostgreSQL", e);
      }
      throw e;
    } finally {
      current.remove();
    }
  }

  private static void begin(Connection connection, String tenant) {
    try (PreparedStatement statement = connection.prepareStatement(BEGIN)) {
      statement.setString(1, tenant);
      statement.execute();
    } catch (SQLException e) {
      throw new TransactionNotBegunException(e);
    }
  }

  private static boolean meansUnavailable(Throwable thrown) {
    for (@Nullable Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLTransientConnectionException) {
        return true;
      }
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        String kind = sql.getSQLState().substring(0, 2);
        // Connection, resources, operator intervention, deadlock or serialization.
        return kind.equals("08") || kind.equals("53") || kind.equals("57") || kind.equals("40");
      }
    }
    return false;
  }

  /// Carries what the driver said out of the transaction.
  private static final class TransactionNotBegunException extends RuntimeException {
    @java.io.Serial private static final long serialVersionUID = 1L;

    TransactionNotBegunException(SQLException cause) {
      super("no transaction could begin", cause);
    }
  }
}
