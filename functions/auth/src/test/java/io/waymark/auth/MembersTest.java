package io.waymark.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/// What administrators do with members, over HTTP.
class MembersTest {
  private static final String PATH = "/api/v1/members";

  private final String tenant = Api.fresh("members");
  private final Api admin = Api.adminOf(tenant);

  @Test
  void anAdminMakesReadsAndListsMembers() {
    Api.Answer made = create("Eve@" + tenant + ".test", "editor");
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    assertThat(made.text("email")).isEqualTo("eve@" + tenant + ".test");
    assertThat(made.text("role")).isEqualTo("editor");
    assertThat(made.text("status")).isEqualTo("active");
    assertThat(made.text("created_at")).startsWith("20").endsWith("Z");
    assertThat(made.raw().body()).doesNotContain("password").doesNotContain("argon");

    assertThat(admin.get(PATH + "/" + made.text("id")).json()).isEqualTo(made.json());
    Api.Answer first = admin.get(PATH + "?limit=1");
    assertThat(first.json().path("members")).hasSize(1);
    Api.Answer second = admin.get(PATH + "?limit=1&cursor=" + first.text("next_cursor"));
    assertThat(second.json().path("members").path(0).path("id").asText())
        .isEqualTo(made.text("id"));
    assertThat(admin.get(PATH).json().path("next_cursor").isNull()).isTrue();
  }

  /// A6
  @Test
  void anotherTenantsMembersAreNotThere() {
    String id = create("a@" + tenant + ".test", "viewer").text("id");
    Api stranger = Api.adminOf(Api.fresh("stranger"));
    assertThat(stranger.get(PATH + "/" + id).status()).isEqualTo(404);
    assertThat(stranger.patch(PATH + "/" + id, "{\"role\": \"admin\"}").status()).isEqualTo(404);
    assertThat(stranger.delete(PATH + "/" + id).status()).isEqualTo(404);
    assertThat(stranger.get(PATH).raw().body()).doesNotContain(tenant);
    assertThat(admin.get(PATH + "/" + id).text("role")).isEqualTo("viewer");
  }

  @Test
  void aForeignTenantInTheBodyIsForbidden() {
    Api.Answer answer =
        admin.post(
            PATH,
            """
            {"email": "a@b.test", "password": "long-enough-it-is", "role": "viewer",
             "tenant_id": "demo"}""");
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.field()).isEqualTo("tenant_id");
  }

  /// A7
  @Test
  void nobodyMakesWhatTheyAreNot() {
    assertThat(create("root@" + tenant + ".test", "platform_admin").status()).isEqualTo(403);
    String id = create("v@" + tenant + ".test", "viewer").text("id");
    assertThat(admin.patch(PATH + "/" + id, "{\"role\": \"platform_admin\"}").status())
        .isEqualTo(403);
    Api viewer = Api.open().loggedIn("v@" + tenant + ".test", Api.PASSWORD);
    assertThat(viewer.get(PATH).status()).isEqualTo(403);
    assertThat(viewer.patch(PATH + "/" + id, "{\"role\": \"admin\"}").status()).isEqualTo(403);
    assertThat(Api.open().get(PATH).status()).isEqualTo(401);
  }

  /// A7
  @Test
  void noKeyMakesAMemberThatMayMoreThanItself() {
    Api admins = Api.open().with(key("\"admin\""));
    Api.Answer admin = admins.post(PATH, body("k@" + tenant + ".test", Api.PASSWORD, "admin"));
    assertThat(admin.status()).as(admin.toString()).isEqualTo(403);
    assertThat(admin.text("detail")).contains("data:write").doesNotContain("admin,");
    assertThat(admins.post(PATH, body("k@" + tenant + ".test", Api.PASSWORD, "viewer")).status())
        .isEqualTo(403);
    String id = create("l@" + tenant + ".test", "viewer").text("id");
    assertThat(admins.patch(PATH + "/" + id, "{\"role\": \"editor\"}").status()).isEqualTo(403);
    assertThat(admins.patch(PATH + "/" + id, "{\"status\": \"suspended\"}").status())
        .isEqualTo(200);

    Api reader = Api.open().with(key("\"admin\", \"recommend:read\", \"models:read\""));
    assertThat(reader.post(PATH, body("m@" + tenant + ".test", Api.PASSWORD, "viewer")).status())
        .isEqualTo(201);
    assertThat(reader.post(PATH, body("n@" + tenant + ".test", Api.PASSWORD, "editor")).status())
        .isEqualTo(403);
  }

  private String key(String scopes) {
    return admin
        .post("/api/v1/api-keys", "{\"name\": \"robot\", \"scopes\": [" + scopes + "]}")
        .text("key");
  }

  @Test
  void operatorsAreMadeByOperatorsOnly() {
    String email = Api.fresh("second") + "@waymark.test";
    Api.Answer made =
        Api.operator()
            .post(
                PATH,
                "{\"email\": \"%s\", \"password\": \"%s\", \"role\": \"platform_admin\"}"
                    .formatted(email, Api.PASSWORD));
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    assertThat(Api.operator().post(PATH, body("x@waymark.test", Api.PASSWORD, "admin")).field())
        .isEqualTo("role");
  }

  /// A18
  @Test
  void whatIsNotRightIsNamed() {
    assertField(admin.post(PATH, body("not an e-mail", Api.PASSWORD, "viewer")), "email");
    assertField(admin.post(PATH, body("a@b", Api.PASSWORD, "viewer")), "email");
    assertField(admin.post(PATH, body("a@b.test", "too short", "viewer")), "password");
    assertField(admin.post(PATH, body("a@b.test", "x".repeat(129), "viewer")), "password");
    assertField(admin.post(PATH, body("a@b.test", "password-20261121", "viewer")), "password");
    assertField(admin.post(PATH, body("a@b.test", tenant + "-2026-11-21", "viewer")), "password");
    assertField(admin.post(PATH, body("a@b.test", "Tenant " + tenant + "!", "viewer")), "password");
    assertField(admin.post(PATH, body("a@b.test", Api.PASSWORD, "king")), "role");
    assertField(admin.post(PATH, "{\"email\": \"a@b.test\", \"role\": \"viewer\"}"), "password");
    assertField(admin.get(PATH + "?limit=0"), "limit");
    assertField(admin.get(PATH + "?cursor=x"), "cursor");
    assertField(admin.get(PATH + "/not-an-id"), "id");
    String id = create("c@" + tenant + ".test", "viewer").text("id");
    assertField(admin.patch(PATH + "/" + id, "{\"status\": \"asleep\"}"), "status");
    assertField(admin.patch(PATH + "/" + id, "{\"email\": \"x@y.test\"}"), "email");
  }

  @Test
  void anEmailIsUniqueInTheWholeInstallation() {
    assertThat(create("admin@" + tenant + ".test", "viewer").status()).isEqualTo(409);
    assertThat(create("ADMIN@demo.com", "viewer").status()).isEqualTo(409);
  }

  /// A19
  @Test
  void aSuspendedMemberIsOut() {
    String email = "s@" + tenant + ".test";
    String id = create(email, "editor").text("id");
    Api.Answer login = Api.open().login(email, Api.PASSWORD);
    Api.Answer suspended = admin.patch(PATH + "/" + id, "{\"status\": \"suspended\"}");
    assertThat(suspended.text("status")).isEqualTo("suspended");
    Api.Answer refused = Api.open().login(email, Api.PASSWORD);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text("detail")).contains("suspended");
    assertThat(Api.open().login(email, "a-wrong-password").status()).isEqualTo(401);
    assertThat(Api.open().refresh(login.text("refresh_token")).status()).isEqualTo(401);
    AuthUnderTest.shared().clock().pass(Duration.ofSeconds(30));
    assertThat(Api.open().with(login.text("access_token")).get("/api/v1/auth/me").status())
        .isEqualTo(401);
  }

  /// A16
  @Test
  void aTenantKeepsAnAdmin() {
    String own = admin.get("/api/v1/auth/me").text("id");
    assertThat(admin.patch(PATH + "/" + own, "{\"role\": \"viewer\"}").status()).isEqualTo(409);
    assertThat(admin.delete(PATH + "/" + own).status()).isEqualTo(409);
    String key =
        admin
            .post("/api/v1/api-keys", "{\"name\": \"robot\", \"scopes\": [\"admin\"]}")
            .text("key");
    Api.Answer last = Api.open().with(key).delete(PATH + "/" + own);
    assertThat(last.status()).as(last.toString()).isEqualTo(409);
    assertThat(last.text("detail")).contains("no active admin");
    String second = create("b@" + tenant + ".test", "admin").text("id");
    Api.Answer ended =
        Api.open().loggedIn("b@" + tenant + ".test", Api.PASSWORD).delete(PATH + "/" + own);
    assertThat(ended.status()).isEqualTo(204);
    assertThat(Api.open().with(key).get(PATH + "/" + second).status()).isEqualTo(200);
    assertThat(Api.open().with(key).get(PATH + "/" + own).status()).isEqualTo(404);
  }

  /// A15
  @Test
  void theAuditLogTellsNewestFirst() {
    String id = create("d@" + tenant + ".test", "viewer").text("id");
    admin.patch(PATH + "/" + id, "{\"role\": \"editor\"}");
    admin.delete(PATH + "/" + id);
    Api.Answer first = admin.get("/api/v1/audit?limit=2");
    JsonNode entries = first.json().path("entries");
    assertThat(StreamSupport.stream(entries.spliterator(), false))
        .extracting(entry -> entry.path("action").asText())
        .containsExactly("member.ended", "member.changed");
    assertThat(entries.path(0).path("target").asText()).isEqualTo(id);
    assertThat(entries.path(0).path("actor").asText())
        .isEqualTo(admin.get("/api/v1/auth/me").text("id"));
    assertThat(entries.path(1).path("before").path("role").asText()).isEqualTo("viewer");
    assertThat(entries.path(1).path("after").path("role").asText()).isEqualTo("editor");
    assertThat(entries.path(1).path("source").asText()).isEqualTo("127.0.0.1");
    assertThat(entries.path(0).path("before").path("role").asText()).isEqualTo("editor");
    assertThat(entries.path(0).path("after").isEmpty()).isTrue();
    Api.Answer second = admin.get("/api/v1/audit?limit=2&cursor=" + first.text("next_cursor"));
    assertThat(second.json().path("entries").path(0).path("action").asText())
        .isEqualTo("member.created");
    assertThat(admin.get("/api/v1/audit").raw().body())
        .contains("tenant.created")
        .contains("session.opened")
        .doesNotContain(Api.PASSWORD);
    assertField(admin.get("/api/v1/audit?cursor=x"), "cursor");
  }

  private Api.Answer create(String email, String role) {
    return admin.post(PATH, body(email, Api.PASSWORD, role));
  }

  private static String body(String email, String password, String role) {
    return "{\"email\": \"%s\", \"password\": \"%s\", \"role\": \"%s\"}"
        .formatted(email, password, role);
  }

  private static void assertField(Api.Answer answer, String field) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
    assertThat(answer.field()).as(answer.toString()).isEqualTo(field);
  }
}
