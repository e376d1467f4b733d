package io.waymark.localstack.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The four functions, asked for their health.
@OnLocalStack
class HealthTest {
  /// Each check has a second, in which a function that starts may not have opened a connection.
  private static final Duration WELL_WITHIN = Duration.ofSeconds(30);

  private Stacks stacks;
  private Tenant tenant;

  @BeforeAll
  void prepare(Stacks deployed) {
    stacks = deployed;
    tenant = Tenant.create(stacks, "health");
    Await.until(
        "a function that has just started has reached its stores",
        WELL_WITHIN,
        () -> stacks.api().get("/health").status(),
        status -> status == 200);
  }

  @Test
  void recommendAnswersWithItsDependenciesToAnybody() {
    JsonNode health = stacks.api().get("/health").expecting(200);
    assertThat(health.path("status").asText()).isEqualTo("ok");
    assertThat(health.path("checks").path("dynamodb").path("status").asText()).isEqualTo("ok");
    assertThat(health.path("checks").path("s3").path("status").asText()).isEqualTo("ok");
    stacks.api().get("/health/cache").expecting(200);
  }

  @Test
  void authAsksItsDatabaseForThoseWithACredential() {
    assertThat(tenant.admin().get("/health/db").expecting(200).path("status").asText())
        .isEqualTo("ok");
    stacks.api().get("/health/db").problem(401);
  }

  @Test
  void ingestAsksItsStreamForThoseWithACredential() {
    assertThat(tenant.admin().get("/health/stream").expecting(200).path("status").asText())
        .isEqualTo("ok");
    stacks.api().get("/health/stream").problem(401);
  }

  @Test
  void trainAndTheOthersAreKnownByTheirHeartbeats() {
    tenant.admin().get("/api/v1/models/train/no-such-job").problem(404);
    JsonNode checks = stacks.api().get("/health/detailed").expecting(200).path("checks");
    for (String function : new String[] {"auth", "ingest", "train"}) {
      assertThat(checks.path("function " + function).path("status").asText())
          .as(function)
          .isIn("ok", "idle");
    }
    assertThat(checks.path("function train").path("detail").asText()).startsWith("last ran");
  }
}
