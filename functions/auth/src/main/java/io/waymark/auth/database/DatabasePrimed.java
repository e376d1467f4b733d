package io.waymark.auth.database;

import io.waymark.edge.priming.Primed;
import jakarta.inject.Singleton;
import java.util.List;

/// Loads the classes of a connection to PostgreSQL, without making one.
@Singleton
final class DatabasePrimed implements Primed {
  private static final List<String> CLASSES =
      List.of(
          "com.zaxxer.hikari.pool.HikariProxyConnection",
          "com.zaxxer.hikari.pool.HikariProxyPreparedStatement",
          "com.zaxxer.hikari.pool.HikariProxyResultSet",
          "org.postgresql.Driver",
          "org.postgresql.core.v3.ConnectionFactoryImpl",
          "org.postgresql.core.v3.QueryExecutorImpl",
          "org.postgresql.jdbc.PgConnection",
          "org.postgresql.jdbc.PgPreparedStatement",
          "org.postgresql.jdbc.PgResultSet");

  @Override
  public void prime() throws ClassNotFoundException {
    for (String name : CLASSES) {
      Class<?> _ = Class.forName(name);
    }
  }
}
