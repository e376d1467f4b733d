package io.waymark.localstack.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Requests beyond what a tenant may send.
@OnLocalStack
class LimitsTest {
  private static final String LIMITS = "/api/v1/rate-limits";
  private static final String TRENDING = "/api/v1/trending?count=1";

  /// A change holds everywhere within twenty seconds.
  private static final Duration HOLDS_WITHIN = Duration.ofMinutes(1);

  private Tenant tenant;
  private Tenant neighbour;

  @BeforeAll
  void prepare(Stacks stacks) {
    tenant = Tenant.create(stacks, "limited");
    neighbour = Tenant.create(stacks, "neighbour");
  }

  @Test
  void aTenantBeyondItsLimitIsToldWhenToComeBackAndNobodyElseIs() {
    JsonNode limit =
        tenant
            .admin()
            .post(
                LIMITS,
                Map.of("limit_type", "recommend", "max_requests", 3, "window_seconds", 3600))
            .expecting(201);
    Api.Answer refused =
        Await.until(
            "a request beyond the limit is refused",
            HOLDS_WITHIN,
            () -> tenant.admin().get(TRENDING),
            answer -> answer.status() == 429);
    refused.problem(429);
    assertThat(number(refused, "Retry-After")).isBetween(1L, 3600L);
    assertThat(number(refused, "RateLimit-Limit")).isEqualTo(3);
    assertThat(number(refused, "RateLimit-Remaining")).isZero();
    neighbour.admin().get(TRENDING).expecting(200);
    tenant.admin().get("/api/v1/models").expecting(200);
    tenant.admin().delete(LIMITS + "/" + limit.path("id").asText());
    Await.until(
        "without its limit the tenant is served again",
        HOLDS_WITHIN,
        () -> tenant.admin().get(TRENDING).status(),
        status -> status == 200);
  }

  @Test
  void aLimitOfNothingIsRefusedNamingTheField() {
    JsonNode problem =
        tenant
            .admin()
            .post(LIMITS, Map.of("limit_type", "ingest", "max_requests", 0, "window_seconds", 60))
            .expecting(400);
    assertThat(problem.path("errors").path(0).path("field").asText()).isEqualTo("max_requests");
  }

  private static long number(Api.Answer answer, String header) {
    return answer.headers().firstValueAsLong(header).orElseThrow();
  }
}
