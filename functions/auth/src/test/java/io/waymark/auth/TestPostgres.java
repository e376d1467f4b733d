package io.waymark.auth;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;

/// A real PostgreSQL, started once for all tests of a JVM and ended with it. Tests keep apart by
/// using tenants of their own.
public final class TestPostgres {
  private static final EmbeddedPostgres SHARED = start();

  private TestPostgres() {}

  private static EmbeddedPostgres start() {
    try {
      return EmbeddedPostgres.builder()
          .setServerConfig("fsync", "off")
          .setPGStartupWait(Duration.ofMinutes(2))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static EmbeddedPostgres shared() {
    return SHARED;
  }

  /// What a function needs to know of it.
  public static Map<String, String> properties() {
    return properties("postgres");
  }

  /// As [#properties()], for another database in it.
  public static Map<String, String> properties(String database) {
    return Map.of(
        "datasources.default.url", SHARED.getJdbcUrl("postgres", database),
        "datasources.default.username", "postgres",
        "datasources.default.password", "postgres",
        "datasources.default.driver-class-name", "org.postgresql.Driver",
        "datasources.default.dialect", "POSTGRES",
        "datasources.default.maximum-pool-size", "4",
        "datasources.default.minimum-idle", "0",
        "datasources.default.initialization-fail-timeout", "-1",
        "datasources.default.connection-timeout", "60000");
  }
}
