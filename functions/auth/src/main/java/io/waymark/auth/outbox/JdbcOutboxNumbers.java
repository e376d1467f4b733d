package io.waymark.auth.outbox;

import io.micronaut.jdbc.DataSourceResolver;
import io.waymark.tenancy.StoreUnavailableException;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/// The numbers that the outbox gives to changes, as the owner of the database may move them.
@Singleton
public final class JdbcOutboxNumbers {
  /// Conditional, so that a number is never given again.
  private static final String MOVE =
      "SELECT setval('outbox_id_seq', ?) FROM outbox_id_seq WHERE last_value < ?";

  private final DataSource database;

  JdbcOutboxNumbers(DataSource database, DataSourceResolver resolver) {
    this.database = resolver.resolve(database);
  }

  /// The last number given; none beyond it has been.
  public long last() {
    return ask(connection -> connection.prepareStatement("SELECT last_value FROM outbox_id_seq"));
  }

  /// Gives numbers beyond `number` only, from now on and for good.
  public void beyond(long number) {
    ask(
        connection -> {
          PreparedStatement move = connection.prepareStatement(MOVE);
          move.setLong(1, number);
          move.setLong(2, number);
          return move;
        });
  }

  private long ask(Question question) {
    try (Connection connection = database.getConnection();
        PreparedStatement asked = question.on(connection);
        ResultSet answer = asked.executeQuery()) {
      return answer.next() ? answer.getLong(1) : 0;
    } catch (SQLException e) {
      throw new StoreUnavailableException("PostgreSQL", e);
    }
  }

  private interface Question {
    PreparedStatement on(Connection connection) throws SQLException;
  }
}
