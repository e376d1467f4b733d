package io.waymark.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What operators do with tenants, over HTTP.
class TenantsTest {
  private static final String PATH = "/api/v1/tenants";

  private final Api operator = Api.operator();
  private final String tenant = Api.fresh("tenants");

  @Test
  void anOperatorMakesReadsListsAndChangesTenants() {
    Api.Answer made =
        operator.post(
            PATH,
            "{\"id\": \"%s\", \"name\": \" Shop \", \"settings\": {\"colour\": \"blue\"}}"
                .formatted(tenant));
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    assertThat(made.text("name")).isEqualTo("Shop");
    assertThat(made.text("slug")).isEqualTo(tenant);
    assertThat(made.json().path("settings").path("colour").asText()).isEqualTo("blue");
    assertThat(operator.get(PATH + "/" + tenant).json()).isEqualTo(made.json());
    assertThat(listed()).contains(tenant, "demo", "platform");
    Api.Answer changed = operator.patch(PATH + "/" + tenant, "{\"name\": \"Other\"}");
    assertThat(changed.text("name")).isEqualTo("Other");
    assertThat(changed.json().path("settings").path("colour").asText()).isEqualTo("blue");
    assertThat(operator.get(PATH + "/unknown-one").status()).isEqualTo(404);
    assertThat(operator.get(PATH + "/Not%20An%20Id").status()).isEqualTo(404);
  }

  private List<String> listed() {
    List<String> ids = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = operator.get(PATH + "?limit=200" + cursor).json();
      page.path("tenants").forEach(each -> ids.add(each.path("id").asText()));
      cursor = "&cursor=" + page.path("next_cursor").asText("");
    } while (cursor.length() > "&cursor=".length());
    return ids;
  }

  @Test
  void pagesByName() {
    String first =
        operator.get(PATH + "?limit=1").json().path("tenants").path(0).path("id").asText();
    Api.Answer next = operator.get(PATH + "?limit=1&cursor=" + first);
    assertThat(next.json().path("tenants").path(0).path("id").asText()).isGreaterThan(first);
  }

  /// A7
  @Test
  void onlyOperatorsMay() {
    Api admin = Api.adminOf(tenant);
    assertThat(admin.get(PATH).status()).isEqualTo(403);
    assertThat(admin.patch(PATH + "/" + tenant, "{\"name\": \"x\"}").status()).isEqualTo(403);
    String key =
        operator.post("/api/v1/api-keys", "{\"name\": \"k\", \"scopes\": [\"admin\"]}").text("key");
    assertThat(Api.open().with(key).get(PATH).status()).isEqualTo(403);
  }

  @Test
  void bothTheTenantAndItsAdminOrNeither() {
    Api.Answer taken =
        operator.post(
            PATH,
            """
            {"id": "%s", "name": "x", "admin": {"email": "admin@demo.com", "password": "%s"}}"""
                .formatted(tenant, Api.PASSWORD));
    assertThat(taken.status()).as(taken.toString()).isEqualTo(409);
    assertThat(operator.get(PATH + "/" + tenant).status()).isEqualTo(404);
    assertThat(operator.post(PATH, "{\"id\": \"demo\", \"name\": \"x\"}").status()).isEqualTo(409);
  }

  /// A18
  @Test
  void whatIsNotRightIsNamed() {
    assertField(operator.post(PATH, "{\"id\": \"Not Ok\", \"name\": \"x\"}"), "id");
    assertField(operator.post(PATH, "{\"id\": \"ok\"}"), "name");
    assertField(operator.post(PATH, "{\"id\": \"ok\", \"name\": \"x\", \"plan\": 1}"), "plan");
    assertField(
        operator.post(
            PATH,
            "{\"id\": \"ok\", \"name\": \"x\", \"admin\": {\"email\": \"a@b.test\", \"password\": \"short\"}}"),
        "admin.password");
    assertField(operator.patch(PATH + "/demo", "{\"status\": \"gone\"}"), "status");
    assertField(operator.patch(PATH + "/demo", "{\"name\": \"  \"}"), "name");
    assertField(operator.patch(PATH + "/demo", "{\"name\": \"a\\u0000b\"}"), "name");
    assertField(operator.post(PATH, "{\"id\": \"ok\", \"name\": \"a\\u0000b\"}"), "name");
    assertField(operator.post(PATH, "{\"id\": \"ok\", \"name\": \"a\\ud800\"}"), "name");
    assertField(operator.get(PATH + "?cursor=a%00b"), "cursor");
    assertThat(operator.patch(PATH + "/unknown-one", "{\"name\": \"x\"}").status()).isEqualTo(404);
  }

  /// A18
  @Test
  void aSettingIsATextThatCanBeStored() {
    for (String method : new String[] {"POST", "PATCH"}) {
      String path = method.equals("POST") ? PATH : PATH + "/demo";
      String begin = method.equals("POST") ? "{\"id\": \"ok\", \"name\": \"x\", " : "{";
      String settings = begin + "\"settings\": {\"%s\": %s}}";
      assertField(operator.call(method, path, settings.formatted("a", "null")), "settings.a");
      assertField(
          operator.call(method, path, settings.formatted("a", "\"b\\u0000c\"")), "settings.a");
      assertField(
          operator.call(method, path, settings.formatted("a", "\"" + "x".repeat(1001) + "\"")),
          "settings.a");
      assertField(operator.call(method, path, settings.formatted("a\\u0000", "\"b\"")), "settings");
      assertField(
          operator.call(method, path, settings.formatted("x".repeat(101), "\"b\"")), "settings");
    }
  }

  /// A9, A19
  @Test
  void aSuspendedTenantIsOutUntilItIsActiveAgain() {
    Api admin = Api.adminOf(tenant);
    String email = "admin@" + tenant + ".test";
    Api.Answer login = Api.open().login(email, Api.PASSWORD);
    String key =
        admin
            .post("/api/v1/api-keys", "{\"name\": \"k\", \"scopes\": [\"recommend:read\"]}")
            .text("key");
    assertThat(Api.open().with(key).get("/api/v1/auth/me").status()).isEqualTo(200);

    assertThat(operator.patch(PATH + "/" + tenant, "{\"status\": \"suspended\"}").text("status"))
        .isEqualTo("suspended");
    assertThat(Access.row("tenant#" + tenant).get("status")).isEqualTo("suspended");
    AuthUnderTest.shared().clock().pass(Duration.ofSeconds(30));
    assertThat(admin.get("/api/v1/auth/me").status()).isEqualTo(401);
    assertThat(Api.open().with(key).get("/api/v1/auth/me").status()).isEqualTo(401);
    assertThat(Api.open().login(email, Api.PASSWORD).status()).isEqualTo(403);
    assertThat(Api.open().refresh(login.text("refresh_token")).status()).isEqualTo(403);

    operator.patch(PATH + "/" + tenant, "{\"status\": \"active\"}");
    AuthUnderTest.shared().clock().pass(Duration.ofSeconds(30));
    assertThat(Api.open().with(key).get("/api/v1/auth/me").status()).isEqualTo(200);
    assertThat(admin.get("/api/v1/auth/me").status()).as("a token from before").isEqualTo(401);
    assertThat(Api.open().refresh(login.text("refresh_token")).status())
        .as("a refresh token from before")
        .isEqualTo(401);
    assertThat(Api.open().login(email, Api.PASSWORD).status()).isEqualTo(200);
  }

  @Test
  void thePlatformStays() {
    assertThat(operator.patch(PATH + "/platform", "{\"status\": \"suspended\"}").status())
        .isEqualTo(409);
  }

  private static void assertField(Api.Answer answer, String field) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
    assertThat(answer.field()).as(answer.toString()).isEqualTo(field);
  }
}
