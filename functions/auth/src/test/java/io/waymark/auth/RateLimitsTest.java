package io.waymark.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Rate limits, over HTTP.
class RateLimitsTest {
  private static final String PATH = "/api/v1/rate-limits";

  private final Api admin = Api.adminOf(Api.fresh("limits"));

  @Test
  void anAdminSetsChangesAndRemovesLimits() {
    Api.Answer made = admin.post(PATH, body("recommend", 100, 60));
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    String id = made.text("id");
    assertThat(admin.get(PATH + "/" + id).json().path("max_requests").asInt()).isEqualTo(100);
    Api.Answer changed = admin.patch(PATH + "/" + id, "{\"max_requests\": 250}");
    assertThat(changed.json().path("max_requests").asInt()).isEqualTo(250);
    assertThat(changed.json().path("window_seconds").asInt()).isEqualTo(60);
    assertThat(admin.get(PATH).json().path("rate_limits")).hasSize(1);
    assertThat(admin.post(PATH, body("recommend", 1, 1)).status()).isEqualTo(409);
    assertThat(admin.delete(PATH + "/" + id).status()).isEqualTo(204);
    assertThat(admin.get(PATH + "/" + id).status()).isEqualTo(404);
    assertThat(admin.delete(PATH + "/" + id).status()).isEqualTo(404);
    assertThat(admin.get("/api/v1/audit?limit=1").raw().body()).contains("rate_limit.removed");
  }

  /// A26
  @Test
  void whatIsSetReachesTheHotPathWithTheStandingOfItsTenant() {
    String tenant = Api.fresh("projected");
    Api own = Api.adminOf(tenant);
    Map<String, String> before = Access.row("tenant#" + tenant);
    assertThat(before).containsEntry("status", "active").doesNotContainKey("limits");
    String id = own.post(PATH, body("recommend", 100, 60)).text("id");
    own.post(PATH, body("ingest:key", 7, 3600));
    assertThat(Access.row("tenant#" + tenant))
        .containsEntry("limits", "[ingest:key=7/3600, recommend=100/60]")
        .containsEntry("status", "active")
        .containsEntry("epoch", before.get("epoch"));
    own.patch(PATH + "/" + id, "{\"max_requests\": 250}");
    Api operator = Api.operator();
    operator.patch("/api/v1/tenants/" + tenant, "{\"status\": \"suspended\"}");
    assertThat(Access.row("tenant#" + tenant))
        .containsEntry("limits", "[ingest:key=7/3600, recommend=250/60]")
        .containsEntry("status", "suspended");
    operator.patch("/api/v1/tenants/" + tenant, "{\"status\": \"active\"}");
    Api again = Api.open().loggedIn("admin@" + tenant + ".test", Api.PASSWORD);
    again.delete(PATH + "/" + id);
    assertThat(Access.row("tenant#" + tenant)).containsEntry("limits", "[ingest:key=7/3600]");
  }

  /// A26
  @Test
  void aLimitHoldsOnceTheCachesHaveSeenItAndCanBeUndone() {
    String id = admin.post(PATH, body("manage", 2, 86_400)).text("id");
    AuthUnderTest.shared().clock().pass(Duration.ofSeconds(20));
    int served = 0;
    Api.Answer last = admin.get("/api/v1/auth/me");
    while (last.status() == 200 && served < 10) {
      served++;
      last = admin.get("/api/v1/auth/me");
    }
    assertThat(served).isEqualTo(2);
    assertThat(last.status()).isEqualTo(429);
    assertThat(last.raw().headers().firstValue("Retry-After")).isPresent();
    assertThat(last.raw().headers().firstValue("RateLimit-Limit")).hasValue("2");
    assertThat(last.text("type")).isEqualTo("urn:waymark:problem:too-many-requests");

    assertThat(admin.delete(PATH + "/" + id).status()).isEqualTo(204);
    AuthUnderTest.shared().clock().pass(Duration.ofSeconds(20));
    assertThat(admin.get("/api/v1/auth/me").status()).isEqualTo(200);
  }

  /// A6
  @Test
  void anotherTenantsLimitsAreNotThere() {
    String id = admin.post(PATH, body("recommend", 100, 60)).text("id");
    Api stranger = Api.adminOf(Api.fresh("stranger"));
    assertThat(stranger.get(PATH + "/" + id).status()).isEqualTo(404);
    assertThat(stranger.patch(PATH + "/" + id, "{\"max_requests\": 1}").status()).isEqualTo(404);
    assertThat(stranger.delete(PATH + "/" + id).status()).isEqualTo(404);
    assertThat(stranger.post(PATH, body("recommend", 5, 60)).status()).isEqualTo(201);
  }

  /// A18
  @Test
  void whatIsNotRightIsNamed() {
    assertField(admin.post(PATH, body("Not a type", 1, 1)), "limit_type");
    assertField(admin.post(PATH, body("limits", 1, 1)), "limit_type");
    assertField(admin.post(PATH, body("train", 0, 1)), "max_requests");
    assertField(admin.post(PATH, body("train", 1_000_000_000_001L, 1)), "max_requests");
    assertField(admin.post(PATH, body("train", 1, 0)), "window_seconds");
    assertField(admin.post(PATH, body("train", 1, 86_401)), "window_seconds");
    assertField(
        admin.post(PATH, "{\"limit_type\": \"train\", \"window_seconds\": 5}"), "max_requests");
  }

  private static String body(String type, long max, int seconds) {
    return "{\"limit_type\": \"%s\", \"max_requests\": %d, \"window_seconds\": %d}"
        .formatted(type, max, seconds);
  }

  private static void assertField(Api.Answer answer, String field) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
    assertThat(answer.field()).as(answer.toString()).isEqualTo(field);
  }
}
