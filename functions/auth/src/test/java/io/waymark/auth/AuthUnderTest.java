package io.waymark.auth;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import io.micronaut.runtime.server.EmbeddedServer;
import io.waymark.edge.AwsClients;
import io.waymark.testing.LocalAws;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/// The function behind a real HTTP server, on a migrated PostgreSQL and DynamoDB Local, started
/// once for all tests of a JVM.
public final class AuthUnderTest {
  private static final AuthUnderTest SHARED = new AuthUnderTest();

  private final Path keys;
  private final EmbeddedServer server;

  private AuthUnderTest() {
    try {
      keys = Files.createTempDirectory("waymark-keys");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server = ApplicationContext.run(EmbeddedServer.class, properties());
    Migrating.run(
        server.getApplicationContext(),
        new MigrationsHandler.MigrationsRequest(
            true,
            new MigrationsHandler.PlatformAdmin("operator@waymark.test", "seven-lanterns-adrift"),
            null));
  }

  public static AuthUnderTest shared() {
    return SHARED;
  }

  public ApplicationContext context() {
    return server.getApplicationContext();
  }

  public <T> T bean(Class<T> type) {
    return context().getBean(type);
  }

  public TestClock clock() {
    return (TestClock) bean(Clock.class);
  }

  Path keys() {
    return keys;
  }

  String url() {
    return server.getURL().toString();
  }

  public Map<String, Object> properties() {
    Map<String, Object> properties = new HashMap<>();
    properties.putAll(TestPostgres.properties());
    properties.putAll(LocalAws.shared().properties());
    properties.put("waymark.keys", keys.toString());
    properties.put("waymark.embedded", "true");
    // All tests fail from one address, which would be used up.
    properties.put("waymark.log-ins.of-address", 1_000_000);
    // Hundreds of log-ins are no test of how hard a hash is; Argon2HashesTest hashes as we deploy.
    properties.put("waymark.passwords.memory-kib", 64);
    properties.put("waymark.passwords.iterations", 1);
    properties.put("micronaut.server.port", "-1");
    return properties;
  }

  /// Time that stands until a test moves it.
  @Factory
  static final class Clocks {
    @Singleton
    @Replaces(bean = Clock.class, factory = AwsClients.class)
    @Requires(missingProperty = "test.real-clock")
    Clock clock() {
      return new TestClock();
    }
  }
}
