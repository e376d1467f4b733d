package io.waymark.auth.database;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;

/// What a failed transaction says of PostgreSQL.
enum JdbcOutage {
  /// The transaction itself is wrong.
  NONE,
  /// It met another one, or took too long: the same may succeed later.
  OF_ONE,
  /// No transaction would succeed now.
  OF_ALL;

  private static final String QUERY_CANCELED = "57014";

  static JdbcOutage of(Throwable thrown) {
    for (@Nullable Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLTransientConnectionException) {
        return OF_ALL;
      }
      if (cause instanceof SQLException sql) {
        return ofState(sql.getSQLState());
      }
    }
    return NONE;
  }

  /// @param state none where the pool speaks: of a connection that was lost amid a transaction,
  ///   which is all that is told of it once the transaction is cleaned up
  private static JdbcOutage ofState(@Nullable String state) {
    if (state == null) {
      return OF_ALL;
    }
    if (state.equals(QUERY_CANCELED)) {
      return OF_ONE;
    }
    return switch (state.substring(0, 2)) {
      case "40" -> OF_ONE; // deadlock or serialization
      case "08", "53", "57" -> OF_ALL; // connection, resources, operator intervention
      default -> NONE;
    };
  }
}
