package io.waymark.auth;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.waymark.auth.keys.ApiKeyText;
import io.waymark.auth.outbox.Crashes;
import io.waymark.auth.outbox.JdbcOutboxNumbers;
import io.waymark.auth.restore.Restored;
import io.waymark.edge.credentials.CachedAccess;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.installation.Installation;
import io.waymark.tenancy.installation.Table;
import io.waymark.testing.LocalAws;
import io.waymark.testing.LocalDynamo;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// An installation of its own, a backup of its database, and what happened afterwards: the lost
/// time. [#restore] brings it to the moment after a restore, however often.
///
/// | | in the backup | in the lost time |
/// |---|---|---|
/// | `shop` | `kept`, `leaked`; `ended` is revoked; `before` is logged in; somebody is `invited` | renamed often, `leaked` and the invitation are revoked, `unknown` is made; refresh, log-in |
/// | `zoo` | active | suspended |
/// | `late` | | made, with `stray` |
final class RestoredInstallation {
  private static final Installation INSTALLATION =
      new Installation("restored", LocalAws.INSTALLATION.account(), LocalAws.INSTALLATION.region());
  private static final String LIVE = "restored_live";
  private static final String BACKUP = "restored_backup";
  private static final String OPERATOR = "operator@restored.test";
  private static final String PASSWORD = "seven-lanterns-adrift";
  private static final RestoredInstallation SHARED = new RestoredInstallation();

  private final EmbeddedServer server;
  private final List<Map<String, AttributeValue>> hotPath;

  final Instant restoredTo;
  final Key kept;
  final Key ended;
  final Key leaked;
  final Key unknown;
  final Key stray;
  final String invited;
  final Tokens before;
  final Tokens refreshed;
  final Tokens lost;

  record Key(String id, ApiKeyText text) {
    String row() {
      return "key#" + text.prefix();
    }
  }

  record Tokens(String access, String refresh) {
    static Tokens of(Api.Answer answer) {
      return new Tokens(answer.text("access_token"), answer.text("refresh_token"));
    }
  }

  private RestoredInstallation() {
    LocalDynamo.createTables(LocalAws.shared().dynamoDb(), INSTALLATION);
    run("postgres", "CREATE DATABASE " + LIVE);
    Map<String, Object> properties = new HashMap<>(AuthUnderTest.shared().properties());
    properties.putAll(TestPostgres.properties(LIVE));
    properties.put("waymark.stage", INSTALLATION.stage());
    properties.put("datasources.default.maximum-pool-size", "1"); // as on Lambda
    properties.put("test.crashes", "true");
    server = ApplicationContext.run(EmbeddedServer.class, properties);
    Migrating.run(
        server.getApplicationContext(),
        new MigrationsHandler.MigrationsRequest(
            null, new MigrationsHandler.PlatformAdmin(OPERATOR, PASSWORD), null));
    Api shop = tenant("shop");
    kept = key(shop);
    ended = key(shop);
    shop.delete("/api/v1/api-keys/" + ended.id());
    leaked = key(shop);
    Api.Answer invitation =
        shop.post("/api/v1/invitations", "{\"email\": \"new@shop.test\", \"role\": \"viewer\"}");
    invited = invitation.text("token");
    tenant("zoo");
    before = Tokens.of(logIn());
    restoredTo = clock().instant();
    run(
        "postgres",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + LIVE + "'");
    run("postgres", "CREATE DATABASE " + BACKUP + " TEMPLATE " + LIVE);
    forgetConnection();

    clock().pass(Duration.ofHours(1));
    shop = open().loggedIn("admin@shop.test", PASSWORD);
    for (int time = 0; time < 20; time++) {
      operator().patch("/api/v1/tenants/shop", "{\"name\": \"Shop " + time + "\"}");
    }
    shop.delete("/api/v1/api-keys/" + leaked.id());
    shop.delete("/api/v1/invitations/" + invitation.json().at("/invitation/id").asText());
    unknown = key(shop);
    refreshed = Tokens.of(open().refresh(before.refresh()));
    lost = Tokens.of(logIn());
    stray = key(tenant("late"));
    operator().patch("/api/v1/tenants/zoo", "{\"status\": \"suspended\"}");
    put("limit#shop#recommend", Map.of("leased", AttributeValue.fromN("7")));
    put("login#hash", Map.of("failures", AttributeValue.fromN("3")));
    put("session#ended", Map.of("change", AttributeValue.fromN("2")));
    hotPath = scan();
  }

  static RestoredInstallation shared() {
    return SHARED;
  }

  /// The database of the backup, the hot path of after the lost time.
  void restore() {
    bean(Crashes.class).at(0);
    run("postgres", "DROP DATABASE IF EXISTS " + LIVE + " WITH (FORCE)");
    run("postgres", "CREATE DATABASE " + LIVE + " TEMPLATE " + BACKUP);
    forgetConnection();
    scan().forEach(row -> delete(text(row, Table.PARTITION_KEY)));
    hotPath.forEach(
        row ->
            LocalAws.shared().dynamoDb().putItem(request -> request.tableName(table()).item(row)));
  }

  Restored step() {
    return step(restoredTo.toString(), Duration.ofMinutes(10));
  }

  Restored step(String time, Duration left) {
    Restored done =
        Objects.requireNonNull(
            Migrating.run(
                    server.getApplicationContext(),
                    new MigrationsHandler.MigrationsRequest(null, null, time),
                    left)
                .restored());
    bean(CachedAccess.class).renew();
    return done;
  }

  Api open() {
    return new Api(server.getURL().toString(), Optional.empty());
  }

  Api operator() {
    return open().loggedIn(OPERATOR, PASSWORD);
  }

  Api.Answer logIn() {
    return open().login("admin@shop.test", PASSWORD);
  }

  /// Whether the check of credentials that every function makes lets `credential` in.
  boolean holds(String credential) {
    bean(CachedAccess.class).renew();
    return open().with(credential).get("/api/v1/auth/me").status() == 200;
  }

  boolean holds(Key key) {
    return holds(key.text().value());
  }

  TestClock clock() {
    return (TestClock) bean(Clock.class);
  }

  <T> T bean(Class<T> type) {
    return server.getApplicationContext().getBean(type);
  }

  /// The whole hot path, by row: without `without`.
  Map<String, Map<String, String>> rows(String... without) {
    return scan().stream()
        .collect(
            Collectors.toMap(
                row -> text(row, Table.PARTITION_KEY),
                row -> {
                  Map<String, String> texts = new TreeMap<>();
                  row.forEach((name, value) -> texts.put(name, value.toString()));
                  texts.keySet().removeAll(List.of(without));
                  return texts;
                },
                (one, _) -> one,
                TreeMap::new));
  }

  void put(String key, Map<String, AttributeValue> attributes) {
    Map<String, AttributeValue> row = new HashMap<>(attributes);
    row.put(Table.PARTITION_KEY, AttributeValue.fromS(key));
    LocalAws.shared().dynamoDb().putItem(request -> request.tableName(table()).item(row));
  }

  static String ask(String question) {
    try (Connection connection = connection(LIVE);
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(question)) {
      answer.next();
      return String.valueOf(answer.getString(1));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static Connection connection() throws SQLException {
    return connection(LIVE);
  }

  private Api tenant(String id) {
    operator()
        .post(
            "/api/v1/tenants",
            """
            {"id": "%s", "name": "Tenant %s", "admin": {"email": "admin@%s.test", "password": "%s"}}"""
                .formatted(id, id, id, PASSWORD));
    return open().loggedIn("admin@" + id + ".test", PASSWORD);
  }

  private static Key key(Api admin) {
    Api.Answer made =
        admin.post("/api/v1/api-keys", "{\"name\": \"k\", \"scopes\": [\"recommend:read\"]}");
    return new Key(
        made.json().path("api_key").path("id").asText(), new ApiKeyText(made.text("key")));
  }

  /// The pool has one, of a database that is gone: whoever asks next finds out.
  private void forgetConnection() {
    try {
      bean(JdbcOutboxNumbers.class).last();
    } catch (StoreUnavailableException e) {
      // The next one is new.
    }
  }

  private static List<Map<String, AttributeValue>> scan() {
    return LocalAws.shared()
        .dynamoDb()
        .scanPaginator(request -> request.tableName(table()))
        .items()
        .stream()
        .toList();
  }

  private static void delete(String key) {
    LocalAws.shared()
        .dynamoDb()
        .deleteItem(
            request ->
                request
                    .tableName(table())
                    .key(Map.of(Table.PARTITION_KEY, AttributeValue.fromS(key))));
  }

  private static String table() {
    return INSTALLATION.name(Table.ACCESS);
  }

  private static String text(Map<String, AttributeValue> row, String attribute) {
    return Objects.requireNonNull(row.get(attribute)).s();
  }

  private static void run(String database, String statement) {
    try (Connection connection = connection(database);
        Statement made = connection.createStatement()) {
      made.execute(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Connection connection(String database) throws SQLException {
    return DriverManager.getConnection(TestPostgres.shared().getJdbcUrl("postgres", database));
  }
}
