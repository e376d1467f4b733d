package io.waymark.auth.database;

import io.micronaut.jdbc.BasicJdbcConfiguration;
import io.micronaut.jdbc.DataSourceResolver;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;

/// Brings the schema to what this code expects, and the partitions of `usage_logs` to the days
/// around today: older usage is forgotten.
@Singleton
public final class JdbcMigrations {
  /// Made ahead, so that a missed run or seven leave no day without a partition.
  private static final int DAYS_AHEAD = 8;

  private static final int DAYS_KEPT = 90;

  private final DataSource database;
  private final BasicJdbcConfiguration connection;
  private final Clock clock;

  JdbcMigrations(
      DataSource database,
      DataSourceResolver resolver,
      BasicJdbcConfiguration connection,
      Clock clock) {
    this.database = resolver.resolve(database);
    this.connection = connection;
    this.clock = clock;
  }

  /// What was done.
  ///
  /// @param applied how many migrations
  /// @param version of the schema now
  public record Result(int applied, String version) {}

  public Result migrate() throws SQLException {
    MigrateResult migrated =
        Flyway.configure(JdbcMigrations.class.getClassLoader())
            // Connections of its own: it holds two at once, the pool of a Lambda has one.
            .dataSource(connection.getUrl(), connection.getUsername(), connection.getPassword())
            .locations("classpath:db/migration")
            .loggers("slf4j")
            .load()
            .migrate();
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    keepUsage(today, today.minusDays(DAYS_KEPT));
    String version =
        migrated.targetSchemaVersion == null
            ? migrated.initialSchemaVersion
            : migrated.targetSchemaVersion;
    return new Result(migrated.migrationsExecuted, version);
  }

  private void keepUsage(LocalDate today, LocalDate oldest) throws SQLException {
    try (Connection session = database.getConnection();
        PreparedStatement partitions =
            session.prepareStatement(
                "SELECT make_usage_partitions(?, ?), drop_usage_partitions(?)");
        PreparedStatement strays =
            session.prepareStatement("DELETE FROM usage_logs_default WHERE timestamp < ?")) {
      partitions.setDate(1, Date.valueOf(today));
      partitions.setInt(2, DAYS_AHEAD);
      partitions.setDate(3, Date.valueOf(oldest));
      partitions.execute();
      strays.setObject(1, oldest.atStartOfDay().atOffset(ZoneOffset.UTC));
      strays.executeUpdate();
    }
  }
}
