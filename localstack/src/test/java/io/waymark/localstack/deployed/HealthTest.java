package io.waymark.localstack.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The four functions, asked for their health.
@OnLocalStack
class HealthTest {
  private Stacks stacks;
  private Tenant tenant;

  @BeforeAll
  void prepare(Stacks deployed) {
    stacks = deployed;
    tenant = Tenant.create(stacks, "health");
  }

  @Test
  void recommendAnswersWithItsDependenciesToAnybody() {
    JsonNode health = well(stacks.api(), "/health");
    assertThat(health.path("checks").path("dynamodb").path("status").asText()).isEqualTo("ok");
    assertThat(health.path("checks").path("s3").path("status").asText()).isEqualTo("ok");
    well(stacks.api(), "/health/cache");
  }

  @Test
  void authAsksItsDatabaseForThoseWithACredential() {
    well(tenant.admin(), "/health/db");
    stacks.api().get("/health/db").problem(401);
  }

  @Test
  void ingestAsksItsStreamForThoseWithACredential() {
    well(tenant.admin(), "/health/stream");
    stacks.api().get("/health/stream").problem(401);
  }

  /// A check that is not answered within a second has failed, whether what it asked is down or the
  /// machine busy with other cases.
  private static JsonNode well(Api caller, String path) {
    JsonNode health =
        Await.until(
                path + " says that all is well",
                () -> caller.get(path),
                answer -> answer.status() == 200)
            .json();
    assertThat(health.path("status").asText()).isEqualTo("ok");
    return health;
  }

  @Test
  void trainAndTheOthersAreKnownByTheirHeartbeats() {
    JsonNode checks =
        Await.until(
            "train and the others have said that they ran",
            () -> {
              tenant.admin().get("/api/v1/auth/me").expecting(200);
              tenant.admin().get("/api/v1/data/uploads").expecting(200);
              tenant.admin().get("/api/v1/models/train/no-such-job").problem(404);
              return stacks.api().get("/health/detailed").json().path("checks");
            },
            HealthTest::haveRun);
    assertThat(checks.path("function train").path("detail").asText()).startsWith("last ran");
  }

  private static boolean haveRun(JsonNode checks) {
    return Stream.of("auth", "ingest", "train")
        .map(function -> checks.path("function " + function))
        .allMatch(check -> check.path("detail").asText().startsWith("last ran"));
  }
}
