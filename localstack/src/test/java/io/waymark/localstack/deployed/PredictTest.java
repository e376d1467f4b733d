package io.waymark.localstack.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.testing.onnx.PredictorGraphs;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A tenant's own model, from its file to its answers.
@OnLocalStack
class PredictTest {
  private static final String VERSIONS = "/api/v1/models/price/versions";

  private Stacks stacks;
  private Tenant tenant;

  @BeforeAll
  void prepare(Stacks deployed) {
    stacks = deployed;
    tenant = Tenant.create(stacks, "predict");
  }

  @Test
  void anOwnModelAnswersOnceItIsActive() {
    JsonNode ready = uploaded(PredictorGraphs.linear(1, 10).build().toByteArray());
    assertThat(ready.path("state").asText()).as(ready.toString()).isEqualTo("ready");
    tenant
        .admin()
        .post(VERSIONS + "/" + ready.path("version").asText() + "/activate")
        .expecting(200);
    Map<String, ?> question =
        Map.of(
            "model", "price", "inputs", Map.of("features", List.of(List.of(1, 2), List.of(3, 4))));
    JsonNode answer =
        tenant.withKey("models:read").post("/api/v1/ml/predict", question).expecting(200);
    assertThat(answer.path("outputs").path("score").toString()).isEqualTo("[[21.0],[43.0]]");
    assertThat(tenant.admin().get("/api/v1/ml/models/list").expecting(200).toString())
        .contains("price", "features");
    Tenant stranger = Tenant.create(stacks, "stranger");
    stranger.admin().post("/api/v1/ml/predict", question).problem(404);
  }

  @Test
  void aFileThatIsNoModelIsRefusedWithItsReason() {
    JsonNode refused = uploaded("no model at all".getBytes(StandardCharsets.UTF_8));
    assertThat(refused.path("state").asText()).isEqualTo("refused");
    assertThat(refused.path("reason").asText()).contains("ONNX");
    tenant
        .admin()
        .post(VERSIONS + "/" + refused.path("version").asText() + "/activate")
        .problem(409);
  }

  private JsonNode uploaded(byte[] graph) {
    JsonNode begun =
        tenant
            .admin()
            .post(
                VERSIONS,
                Map.of("files", List.of(Map.of("name", "model.onnx", "size_bytes", graph.length))))
            .expecting(201);
    JsonNode place = begun.path("uploads").path(0);
    Api.upload(place, place.path("url").asText(), graph).expecting(200);
    return tenant
        .admin()
        .post(VERSIONS + "/" + begun.path("version").asText() + "/validate")
        .expecting(200);
  }
}
