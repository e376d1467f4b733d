package io.waymark.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.auth.keys.ApiKeyText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// API keys, over HTTP.
class ApiKeysTest {
  private static final String PATH = "/api/v1/api-keys";

  private final String tenant = Api.fresh("keys");
  private final Api admin = Api.adminOf(tenant);

  /// A8
  @Test
  void aKeyIsShownOnceAndWorks() {
    Api.Answer made = create(admin, "\"recommend:read\", \"events:write\"");
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    ApiKeyText text = new ApiKeyText(made.text("key"));
    assertThat(text.value()).startsWith("wm_test_");
    JsonNode key = made.json().path("api_key");
    assertThat(key.path("key_prefix").asText()).isEqualTo(text.prefix());
    assertThat(key.path("expires_at").isNull()).isTrue();

    Api.Answer me = Api.open().with(text.value()).get("/api/v1/auth/me");
    assertThat(me.status()).isEqualTo(200);
    assertThat(me.text("kind")).isEqualTo("api_key");
    assertThat(me.text("tenant_id")).isEqualTo(tenant);
    assertThat(me.json().path("scopes")).hasSize(2);

    String secret = text.value().substring(text.value().lastIndexOf('_') + 1);
    assertThat(admin.get(PATH).raw().body()).contains(text.prefix()).doesNotContain(secret);
    assertThat(admin.get(PATH + "/" + key.path("id").asText()).json()).isEqualTo(key);
    assertThat(Access.row("key#" + text.prefix()))
        .containsEntry("tenant", tenant)
        .containsEntry("key_id", key.path("id").asText())
        .containsEntry("hash", text.sha256())
        .containsEntry("status", "active")
        .containsEntry("scopes", "[events:write, recommend:read]")
        .doesNotContainKey("expires_at");
  }

  /// A9
  @Test
  void aRevokedKeyIsRefusedEverywhere() {
    Api.Answer made = create(admin, "\"recommend:read\"");
    ApiKeyText text = new ApiKeyText(made.text("key"));
    String id = made.json().path("api_key").path("id").asText();
    Api program = Api.open().with(text.value());
    assertThat(program.get("/api/v1/auth/me").status()).isEqualTo(200);
    assertThat(admin.delete(PATH + "/" + id).text("status")).isEqualTo("revoked");
    assertThat(Access.row("key#" + text.prefix())).containsEntry("status", "revoked");
    assertThat(admin.delete(PATH + "/" + id).status()).as("again").isEqualTo(200);
    AuthUnderTest.shared().clock().pass(Duration.ofSeconds(30));
    assertThat(program.get("/api/v1/auth/me").status()).isEqualTo(401);
  }

  @Test
  void aKeyExpires() {
    Instant soon = AuthUnderTest.shared().clock().instant().plus(Duration.ofHours(1));
    Api.Answer made =
        admin.post(
            PATH,
            "{\"name\": \"k\", \"scopes\": [\"models:read\"], \"expires_at\": \"%s\"}"
                .formatted(soon));
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    Api program = Api.open().with(made.text("key"));
    assertThat(program.get("/api/v1/auth/me").status()).isEqualTo(200);
    AuthUnderTest.shared().clock().pass(Duration.ofHours(2));
    assertThat(program.get("/api/v1/auth/me").status()).isEqualTo(401);
  }

  /// A7
  @Test
  void nobodyGivesAScopeTheyLack() {
    member("e", "editor");
    member("v", "viewer");
    Api editor = Api.open().loggedIn("e@" + tenant + ".test", Api.PASSWORD);
    Api viewer = Api.open().loggedIn("v@" + tenant + ".test", Api.PASSWORD);
    Api.Answer beyond = create(editor, "\"events:write\", \"admin\"");
    assertThat(beyond.status()).isEqualTo(403);
    assertThat(beyond.text("detail")).endsWith("yourself: admin");
    assertThat(create(editor, "\"events:write\"").status()).isEqualTo(201);
    assertThat(create(viewer, "\"recommend:read\"").status()).isEqualTo(403);
    assertThat(viewer.get(PATH).status()).isEqualTo(403);

    Api events = Api.open().with(create(admin, "\"events:write\"").text("key"));
    assertThat(create(events, "\"events:write\"").status()).isEqualTo(403);
    Api robot = Api.open().with(create(admin, "\"admin\"").text("key"));
    assertThat(create(robot, "\"admin\"").status()).isEqualTo(201);
    assertThat(create(robot, "\"data:write\"").status()).isEqualTo(403);
    String all = create(admin, "\"admin\"").json().path("api_key").path("id").asText();
    assertThat(editor.delete(PATH + "/" + all).status()).isEqualTo(403);
  }

  /// A6
  @Test
  void anotherTenantsKeysAreNotThere() {
    String id = create(admin, "\"recommend:read\"").json().path("api_key").path("id").asText();
    Api stranger = Api.adminOf(Api.fresh("stranger"));
    assertThat(stranger.get(PATH + "/" + id).status()).isEqualTo(404);
    assertThat(stranger.delete(PATH + "/" + id).status()).isEqualTo(404);
    assertThat(stranger.get(PATH).json().path("api_keys")).isEmpty();
    assertThat(admin.get(PATH + "/" + id).text("status")).isEqualTo("active");
  }

  /// A6
  @Test
  void whetherAKeyIsThereIsToldToNobodyWhoMayNotKeepKeys() {
    String there = create(admin, "\"recommend:read\"").json().path("api_key").path("id").asText();
    String ended = create(admin, "\"recommend:read\"").json().path("api_key").path("id").asText();
    assertThat(admin.delete(PATH + "/" + ended).status()).isEqualTo(200);
    member("w", "viewer");
    List<Api> others =
        List.of(
            Api.open().loggedIn("w@" + tenant + ".test", Api.PASSWORD),
            Api.open().with(create(admin, "\"events:write\"").text("key")),
            Api.adminOf(Api.fresh("outsider")));
    for (Api other : others) {
      for (String method : List.of("GET", "DELETE")) {
        JsonNode nothing = said(other.call(method, PATH + "/" + UUID.randomUUID(), null));
        assertThat(said(other.call(method, PATH + "/" + there, null))).isEqualTo(nothing);
        assertThat(said(other.call(method, PATH + "/" + ended, null))).isEqualTo(nothing);
      }
    }
    assertThat(admin.get(PATH + "/" + there).text("status")).isEqualTo("active");
  }

  /// A9
  @Test
  void everyKeyThatDoesNotHoldIsRefusedInTheSameWords() {
    Api.Answer revoked = create(admin, "\"recommend:read\"");
    admin.delete(PATH + "/" + revoked.json().path("api_key").path("id").asText());
    String good = create(admin, "\"recommend:read\"").text("key");
    Api.Answer brief =
        admin.post(
            PATH,
            "{\"name\": \"k\", \"scopes\": [\"models:read\"], \"expires_at\": \"%s\"}"
                .formatted(AuthUnderTest.shared().clock().instant().plus(Duration.ofSeconds(1))));
    AuthUnderTest.shared().clock().pass(Duration.ofSeconds(30));
    String prefix = new ApiKeyText(good).prefix();
    String another = prefix.startsWith("A") ? "B" : "A";
    List<String> none =
        List.of(
            revoked.text("key"),
            brief.text("key"),
            good.replace(prefix, another + prefix.substring(1)),
            good.substring(0, good.length() - 1) + (good.endsWith("a") ? "b" : "a"),
            good.replace("wm_test_", "wm_prod_"),
            "wm_test_" + prefix,
            "wm_");
    JsonNode refused = said(Api.open().with("wm_nothing").get("/api/v1/auth/me"));
    assertThat(refused.path("status").asInt()).isEqualTo(401);
    for (String key : none) {
      assertThat(said(Api.open().with(key).get("/api/v1/auth/me"))).as(key).isEqualTo(refused);
    }
    assertThat(Api.open().with(good).get("/api/v1/auth/me").status()).isEqualTo(200);
  }

  /// An answer's body without what differs with every request.
  private static JsonNode said(Api.Answer answer) {
    return ((ObjectNode) answer.json()).without("request_id");
  }

  /// A18
  @Test
  void whatIsNotRightIsNamed() {
    assertField("{\"name\": \"k\", \"scopes\": []}", "scopes");
    assertField("{\"name\": \"k\", \"scopes\": [\"everything\"]}", "scopes");
    assertField("{\"name\": \" \", \"scopes\": [\"admin\"]}", "name");
    assertField("{\"name\": \"k\"}", "scopes");
    assertField("{\"name\": \"a\\u0000b\", \"scopes\": [\"admin\"]}", "name");
    assertField("{\"name\": \"\\u2003\", \"scopes\": [\"admin\"]}", "name");
    assertField(
        "{\"name\": \"k\", \"scopes\": [\"admin\"], \"expires_at\": \"+300000-01-01T00:00:00Z\"}",
        "expires_at");
    assertField(
        "{\"name\": \"k\", \"scopes\": [\"admin\"], \"expires_at\": \"2099-01-01T00:00:00Z\"}",
        "expires_at");
    assertField(
        "{\"name\": \"k\", \"scopes\": [\"admin\"], \"expires_at\": \"tomorrow\"}", "expires_at");
    assertField(
        "{\"name\": \"k\", \"scopes\": [\"admin\"], \"expires_at\": \"2020-01-01T00:00:00Z\"}",
        "expires_at");
    Api.Answer foreign =
        admin.post(PATH, "{\"name\": \"k\", \"scopes\": [\"admin\"], \"tenant_id\": \"demo\"}");
    assertThat(foreign.status()).isEqualTo(403);
  }

  @Test
  void aKeyHasNoSessionAndNoPassword() {
    Api program = Api.open().with(create(admin, "\"recommend:read\"").text("key"));
    assertThat(program.post("/api/v1/auth/logout", null).status()).isEqualTo(403);
    assertThat(
            program
                .post(
                    "/api/v1/auth/password",
                    "{\"current_password\": \"x\", \"new_password\": \"y\"}")
                .status())
        .isEqualTo(403);
    assertThat(program.get("/api/v1/members").status()).isEqualTo(403);
  }

  private void member(String name, String role) {
    admin.post(
        "/api/v1/members",
        "{\"email\": \"%s@%s.test\", \"password\": \"%s\", \"role\": \"%s\"}"
            .formatted(name, tenant, Api.PASSWORD, role));
  }

  private static Api.Answer create(Api maker, String scopes) {
    return maker.post(PATH, "{\"name\": \"a key\", \"scopes\": [" + scopes + "]}");
  }

  private void assertField(String body, String field) {
    Api.Answer answer = admin.post(PATH, body);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
    assertThat(answer.field()).as(answer.toString()).isEqualTo(field);
  }
}
