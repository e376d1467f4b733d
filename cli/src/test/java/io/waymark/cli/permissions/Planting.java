package io.waymark.cli.permissions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.waymark.cli.RunningService;
import io.waymark.tenancy.Role;
import io.waymark.tenancy.Scope;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/// Makes tenants and gives each one thing of each kind, over the API as they would themselves.
final class Planting {
  private static final String PASSWORD = "a password of this test";
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Client client;
  private final String operator;

  Planting(Client client) {
    this.client = client;
    this.operator = token(RunningService.OPERATOR.email(), RunningService.OPERATOR.password());
  }

  /// The token of the operator that makes tenants, of a session of its own.
  String operator() {
    return operator;
  }

  /// A tenant with a member of each role.
  World tenant(String tenant) {
    String admin = admin(tenant);
    Map<Caller, String> credentials = new EnumMap<>(Caller.class);
    credentials.put(Caller.NOBODY, "");
    String token = token(admin, PASSWORD);
    credentials.put(Caller.ADMIN, token);
    for (Role role : List.of(Role.EDITOR, Role.VIEWER)) {
      member(token, tenant, role);
      credentials.put(Caller.valueOf(role.name()), token(email(role, tenant), PASSWORD));
    }
    return planted(tenant, Role.VIEWER, token, credentials);
  }

  /// A tenant with what an attacker has use for: a few of the callers, and nothing that takes long.
  World attacker(String tenant) {
    String admin = admin(tenant);
    Map<Caller, String> credentials = new EnumMap<>(Caller.class);
    String token = token(admin, PASSWORD);
    credentials.put(Caller.ADMIN, token);
    member(token, tenant, Role.EDITOR);
    credentials.put(Caller.EDITOR, token(email(Role.EDITOR, tenant), PASSWORD));
    Map<Kind, String> ids = accounts(tenant, Role.VIEWER, token);
    catalogue(tenant, token, ids);
    ids.put(Kind.UPLOAD, "0none-0none");
    ids.put(Kind.JOB, UUID.randomUUID().toString());
    ids.put(Kind.MODEL, "none");
    ids.put(Kind.VERSION, "20260101T000000Z-000000");
    ids.put(Kind.IDEMPOTENCY_KEY, "none");
    return new World(new Ids(ids), credentials, every(token), Set.of());
  }

  /// The operators' own.
  World platform() {
    Map<Caller, String> credentials = new EnumMap<>(Map.of(Caller.PLATFORM_ADMIN, operator));
    return planted("platform", Role.PLATFORM_ADMIN, operator, credentials);
  }

  /// A world whose members have sessions of their own again.
  World again(World world) {
    Map<Caller, String> now = new EnumMap<>(world.credentials());
    for (Role role : List.of(Role.ADMIN, Role.EDITOR, Role.VIEWER)) {
      now.computeIfPresent(
          Caller.valueOf(role.name()), (_, _) -> token(email(role, world.tenant()), PASSWORD));
    }
    now.computeIfPresent(Caller.PLATFORM_ADMIN, (_, _) -> operator);
    Set<String> secrets = new HashSet<>(world.secrets());
    if (!secrets.isEmpty()) { // nobody keeps an attacker's
      secrets.addAll(now.values());
      secrets.remove("");
    }
    return new World(world.ids(), now, world.every(), secrets);
  }

  /// Makes the tenant.
  ///
  /// @return the e-mail of its admin
  private String admin(String tenant) {
    String admin = email(Role.ADMIN, tenant);
    post(
        operator,
        "/api/v1/tenants",
        Map.of(
            "id",
            tenant,
            "name",
            "The firm " + secret("name", tenant),
            "admin",
            Map.of("email", admin, "password", PASSWORD)));
    return admin;
  }

  private World planted(String tenant, Role spare, String token, Map<Caller, String> credentials) {
    for (Scope scope : Scope.values()) {
      String key = key(token, scope.name(), List.of(scope.text())).path("key").asText();
      credentials.put(scope == Scope.ADMIN ? Caller.ADMIN_KEY : Caller.valueOf(scope.name()), key);
    }
    Map<Kind, String> ids = accounts(tenant, spare, token);
    work(tenant, token, ids);
    catalogue(tenant, token, ids);
    await(
        token,
        "/api/v1/data/uploads/" + ids.get(Kind.UPLOAD),
        upload -> upload.path("state").asText().equals("done"));
    String once = "once-" + secret("once", tenant);
    ids.put(Kind.IDEMPOTENCY_KEY, once);
    Ask key =
        Ask.post("/api/v1/api-keys", Map.of("name", "once", "scopes", List.of("recommend:read")));
    Set<String> secrets = new HashSet<>();
    secrets.add(sent(token, key.header("Idempotency-Key", once)).path("key").asText());
    for (String word : List.of("name", "key", "item", "user", "row", "once", "event")) {
      secrets.add(secret(word, tenant));
    }
    String every = every(token);
    secrets.addAll(ids.values());
    secrets.addAll(credentials.values());
    secrets.add(every);
    secrets.removeAll(Set.of(tenant, ""));
    return new World(new Ids(ids), credentials, every, secrets);
  }

  private Map<Kind, String> accounts(String tenant, Role spare, String token) {
    Map<Kind, String> ids = new EnumMap<>(Kind.class);
    ids.put(Kind.TENANT, tenant);
    ids.put(Kind.TENANT_NAME, "The firm " + secret("name", tenant));
    ids.put(Kind.SESSION, session(token));
    String email = "spare-" + email(spare, tenant);
    ids.put(Kind.EMAIL, email);
    ids.put(
        Kind.MEMBER,
        post(
                token,
                "/api/v1/members",
                Map.of("email", email, "password", PASSWORD, "role", spare.text()))
            .path("id")
            .asText());
    ids.put(
        Kind.INVITATION,
        post(
                token,
                "/api/v1/invitations",
                Map.of("email", "invited-" + email(spare, tenant), "role", spare.text()))
            .at("/invitation/id")
            .asText());
    JsonNode kept = key(token, secret("key", tenant), List.of("recommend:read"));
    ids.put(Kind.KEY, kept.path("api_key").path("id").asText());
    ids.put(Kind.KEY_TEXT, kept.path("key").asText());
    ids.put(
        Kind.LIMIT,
        post(
                token,
                "/api/v1/rate-limits",
                Map.of("limit_type", "ingest:key", "max_requests", 200_000, "window_seconds", 60))
            .path("id")
            .asText());
    return ids;
  }

  /// What the service goes on with by itself.
  private void work(String tenant, String token, Map<Kind, String> ids) {
    String model = "model-" + secret("name", tenant);
    ids.put(Kind.UPLOAD, upload(tenant, token));
    ids.put(Kind.MODEL, model);
    ids.put(
        Kind.VERSION,
        post(
                token,
                "/api/v1/models/" + model + "/versions",
                Map.of("files", List.of(Map.of("name", "model.onnx", "size_bytes", 100))))
            .path("version")
            .asText());
    ids.put(
        Kind.JOB,
        post(token, "/api/v1/models/train", Map.of("algorithm", "popularity"))
            .path("job_id")
            .asText());
  }

  private void catalogue(String tenant, String token, Map<Kind, String> ids) {
    String items = "/api/v1/items/";
    String item = "item-" + secret("item", tenant) + "-00";
    String name = "Boot " + secret("item", tenant);
    String user = "user-" + secret("user", tenant) + "-00";
    ids.put(Kind.ITEM, item);
    ids.put(Kind.ITEM_NAME, name);
    ids.put(Kind.USER, user);
    String last = "further-" + secret("item", tenant);
    for (String each : List.of(item, last + "-0", last)) {
      sent(token, Ask.of("PUT", items + each).with(Map.of("name", name, "category", "boots")));
    }
    post(
        token,
        "/api/v1/data/ingest",
        Map.of("user_id", user, "item_id", item, "event_id", "event-" + secret("event", tenant)));
    await(token, items + last + "/similar", it -> !it.path("recommendations").isEmpty());
    String cursor =
        post(token, "/api/v1/recommend", Map.of("session_items", List.of(item), "count", 1))
            .path("next_cursor")
            .asText();
    assertThat(cursor).hasSizeGreaterThan(10);
    ids.put(Kind.CURSOR, cursor);
  }

  private String every(String token) {
    return key(token, "every", Arrays.stream(Scope.values()).map(Scope::text).toList())
        .path("key")
        .asText();
  }

  /// A file with a row that is taken and one that is not.
  private String upload(String tenant, String token) {
    String file =
        "user_id,item_id,timestamp\nuser,item,2026-05-01T12:00:00Z\n,"
            + secret("row", tenant)
            + ",2026-05-01T12:00:00Z\n";
    JsonNode begun =
        post(
            token,
            "/api/v1/data/uploads",
            Map.of("kind", "interactions", "format", "csv", "size_bytes", file.length()));
    assertThat(client.send(put(begun, begun.path("url").asText(), file)).status()).isEqualTo(200);
    return begun.path("upload_id").asText();
  }

  /// @param begun what an upload began with, but for its URL
  static HttpRequest put(JsonNode begun, String url, String file) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url)).PUT(BodyPublishers.ofString(file));
    begun
        .path("headers")
        .propertyStream()
        .filter(header -> !Set.of("host", "content-length").contains(lower(header.getKey())))
        .forEach(header -> request.header(header.getKey(), header.getValue().asText()));
    return request.build();
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private JsonNode key(String token, String name, List<String> scopes) {
    return post(token, "/api/v1/api-keys", Map.of("name", name, "scopes", scopes));
  }

  private void member(String token, String tenant, Role role) {
    post(
        token,
        "/api/v1/members",
        Map.of("email", email(role, tenant), "password", PASSWORD, "role", role.text()));
  }

  private String token(String email, String password) {
    return post("", "/api/v1/auth/login", Map.of("email", email, "password", password))
        .path("access_token")
        .asText();
  }

  private static String email(Role role, String tenant) {
    return role.text() + "@" + secret("mail", tenant) + ".example";
  }

  /// A word that stands nowhere else.
  private static String secret(String word, String tenant) {
    return word + "x" + tenant.replaceAll("[^a-z0-9]", "");
  }

  private static String session(String token) {
    byte[] claims = Base64.getUrlDecoder().decode(token.split("\\.")[1]);
    return json(new String(claims, StandardCharsets.UTF_8)).path("sid").asText();
  }

  JsonNode post(String credential, String path, Map<String, ?> body) {
    return sent(credential, Ask.post(path, body));
  }

  private JsonNode sent(String credential, Ask ask) {
    Answer answer = client.send(ask, credential);
    assertThat(answer.status()).as(ask.path() + " " + answer.body()).isBetween(200, 299);
    return json(answer.body().isEmpty() ? "{}" : answer.body());
  }

  private void await(String credential, String path, Predicate<JsonNode> done) {
    long until = System.nanoTime() + LONGEST.toNanos();
    Optional<JsonNode> last = Optional.empty();
    while (last.filter(done).isEmpty()) {
      assertThat(System.nanoTime()).as(path + " " + last).isLessThan(until);
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
      Answer answer = client.send(Ask.get(path), credential);
      last = answer.status() == 200 ? Optional.of(json(answer.body())) : Optional.empty();
    }
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException broken) {
      throw new AssertionError(text, broken);
    }
  }
}
