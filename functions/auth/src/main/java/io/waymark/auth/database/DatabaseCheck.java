package io.waymark.auth.database;

import io.micronaut.jdbc.DataSourceResolver;
import io.waymark.edge.HealthCheck;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/// Asks PostgreSQL for the version of its schema, which needs a connection, a log-in and a table.
@Singleton
final class DatabaseCheck implements HealthCheck {
  private final DataSource database;

  DatabaseCheck(DataSource database, DataSourceResolver resolver) {
    this.database = resolver.resolve(database);
  }

  @Override
  public String name() {
    return "postgresql";
  }

  @Override
  public String ask() throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet answer =
            statement.executeQuery(
                "SELECT max(version::integer) FROM flyway_schema_history WHERE success")) {
      answer.next();
      return "schema version " + answer.getInt(1);
    }
  }
}
