package io.waymark.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A34 — What the operator lets a tenant ask for at most.
class CeilingsTest {
  private static final String LIMITS = "/api/v1/rate-limits";

  private final String tenant = Api.fresh("ceiling");
  private final Api admin = Api.adminOf(tenant);
  private final Api operator = Api.operator();
  private final String ceilings = "/api/v1/tenants/" + tenant + "/ceilings";

  @Test
  void anAdminSetsNoLimitAboveWhatTheOperatorAllows() {
    assertThat(ceiling("recommend", 100, 60).status()).isEqualTo(200);
    refused(limit("recommend", 101, 60));
    refused(limit("recommend:key", 101, 60));
    refused(limit("recommend", 101, 1));
    refused(limit("recommend", 201, 120));
    assertThat(limit("recommend", 200, 120).status()).isEqualTo(201);
    Api.Answer made = limit("recommend:key", 100, 60);
    assertThat(made.status()).isEqualTo(201);
    refused(admin.patch(LIMITS + "/" + made.text("id"), "{\"max_requests\": 101}"));
    refused(
        admin.patch(LIMITS + "/" + made.text("id"), "{\"window_seconds\": 0}"), "window_seconds");
    assertThat(limit("ingest", 300_000, 60).status()).as("another type's").isEqualTo(201);
  }

  @Test
  void theDefaultIsTheCeilingUntilTheOperatorSetsAnother() {
    refused(limit("train", 601, 60));
    assertThat(ceiling("train", 6000, 60).status()).isEqualTo(200);
    assertThat(limit("train", 601, 60).status()).isEqualTo(201);
    assertThat(operator.get(ceilings).raw().body())
        .contains("{\"limit_type\":\"train\",\"max_requests\":6000,\"window_seconds\":60}")
        .contains("{\"limit_type\":\"recommend\",\"max_requests\":300000,\"window_seconds\":60}");
    assertThat(operator.delete(ceilings + "/train").status()).isEqualTo(204);
    assertThat(operator.get(ceilings).raw().body())
        .contains("{\"limit_type\":\"train\",\"max_requests\":600,\"window_seconds\":60}");
  }

  @Test
  void aLimitOfBeforeLetsNoMoreThroughThanACeilingOfAfterwards() {
    assertThat(limit("manage", 50_000, 86_400).status()).isEqualTo(201);
    assertThat(ceiling("manage", 3, 86_400).status()).isEqualTo(200);
    AuthUnderTest.shared().clock().pass(Duration.ofSeconds(20));
    int served = 0;
    Api.Answer last = admin.get("/api/v1/auth/me");
    while (last.status() == 200 && served < 12) {
      served++;
      last = admin.get("/api/v1/auth/me");
    }
    assertThat(served).as("a day's window may end between").isBetween(3, 6);
    assertThat(last.status()).isEqualTo(429);
    assertThat(last.raw().headers().firstValue("RateLimit-Limit")).hasValue("3");
  }

  @Test
  void itReachesTheHotPathWithTheStandingOfItsTenant() {
    ceiling("ingest", 7, 60);
    assertThat(Access.row("tenant#" + tenant)).containsEntry("limits", "[ingest:ceiling=7/60]");
    operator.delete(ceilings + "/ingest");
    assertThat(Access.row("tenant#" + tenant)).doesNotContainKey("limits");
  }

  @Test
  void isTheOperatorsAloneAndStandsInTheTenantsAuditLog() {
    Api.Answer own =
        admin.call("PUT", ceilings + "/train", "{\"max_requests\": 9, \"window_seconds\": 1}");
    assertThat(own.status()).isEqualTo(403);
    assertThat(admin.get(ceilings).status()).isEqualTo(403);
    assertThat(admin.delete(ceilings + "/train").status()).isEqualTo(403);
    ceiling("train", 9, 60);
    assertThat(admin.get("/api/v1/audit?limit=1").raw().body())
        .contains("rate_limit.ceiling_changed")
        .contains("\"max_requests\":\"600\"")
        .contains("\"max_requests\":\"9\"");
  }

  @Test
  void whatIsNotRightIsNamed() {
    assertThat(ceiling("limits", 1, 60).status()).isEqualTo(404);
    assertThat(ceiling("recommend:key", 1, 60).status()).isEqualTo(404);
    for (Map.Entry<String, String> wrong :
        Map.of(
                "{\"max_requests\": 0, \"window_seconds\": 1}", "max_requests",
                "{\"max_requests\": 1, \"window_seconds\": 86401}", "window_seconds")
            .entrySet()) {
      refused(operator.call("PUT", ceilings + "/train", wrong.getKey()), wrong.getValue());
    }
    String nobodys = "/api/v1/tenants/" + Api.fresh("none") + "/ceilings";
    assertThat(operator.get(nobodys).status()).isEqualTo(404);
    assertThat(
            operator
                .call("PUT", nobodys + "/train", "{\"max_requests\": 1, \"window_seconds\": 1}")
                .status())
        .isEqualTo(404);
    assertThat(operator.delete(nobodys + "/train").status()).isEqualTo(404);
  }

  private Api.Answer ceiling(String type, long max, int seconds) {
    return operator.call(
        "PUT",
        ceilings + "/" + type,
        "{\"max_requests\": %d, \"window_seconds\": %d}".formatted(max, seconds));
  }

  private Api.Answer limit(String type, long max, int seconds) {
    return admin.post(
        LIMITS,
        "{\"limit_type\": \"%s\", \"max_requests\": %d, \"window_seconds\": %d}"
            .formatted(type, max, seconds));
  }

  private static void refused(Api.Answer answer) {
    refused(answer, "max_requests");
  }

  private static void refused(Api.Answer answer, String field) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
    assertThat(answer.field()).as(answer.toString()).isEqualTo(field);
  }
}
