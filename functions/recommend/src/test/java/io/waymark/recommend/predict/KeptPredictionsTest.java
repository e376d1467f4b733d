package io.waymark.recommend.predict;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.json.tree.JsonNode;
import io.waymark.edge.telemetry.Measurements;
import io.waymark.model.registry.ModelRegistry;
import io.waymark.recommend.Function;
import io.waymark.recommend.RecommendConfig;
import io.waymark.recommend.Shop;
import io.waymark.recommend.models.InferenceCache;
import io.waymark.recommend.models.ModelCache;
import io.waymark.tenancy.Principal;
import io.waymark.tenancy.Scope;
import io.waymark.testing.onnx.PredictorGraphs;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// R32 — What a predictor answered is kept for equal inputs, and never answers others.
class KeptPredictionsTest {
  private static final int INPUTS = 100;

  private final Shop shop = new Shop();
  private final InferenceCache inferences = new InferenceCache(1 << 20, Measurements.NONE);
  private final PredictController predictors =
      new PredictController(
          Function.bean(ModelCache.class),
          Function.bean(ModelRegistry.class),
          inferences,
          Function.bean(RecommendConfig.class));
  private final Principal caller =
      new Principal.ApiKey(
          shop.tenant(), "00000000-0000-0000-0000-000000000000", Set.of(Scope.MODELS_READ));

  KeptPredictionsTest() {
    Object _ = shop.predicts("linear", PredictorGraphs.linear(1, 10).build().toByteArray());
  }

  private double predict(int number) {
    JsonNode row =
        JsonNode.createArrayNode(
            List.of(JsonNode.createNumberNode(number), JsonNode.createNumberNode(2)));
    PredictResponse response =
        predictors.predict(
            caller,
            new PredictRequest(
                "linear", null, Map.of("features", JsonNode.createArrayNode(List.of(row))), null));
    JsonNode score = Objects.requireNonNull(response.outputs().get("score"));
    return score.values().iterator().next().values().iterator().next().getDoubleValue();
  }

  /// A thousand requests for a hundred inputs, the n-th of them asked for 1/n as often as the
  /// first; the first request for each is among those that miss.
  @Test
  void mostOfAThousandRequestsAreAnsweredWithoutTheGraph() {
    SplittableRandom random = new SplittableRandom(3);
    double[] shares = IntStream.rangeClosed(1, INPUTS).mapToDouble(rank -> 1.0 / rank).toArray();
    double all = IntStream.range(0, INPUTS).mapToDouble(rank -> shares[rank]).sum();
    for (int request = 0; request < 1_000; request++) {
      double draw = random.nextDouble() * all;
      int rank = 0;
      while ((draw -= shares[rank]) > 0 && rank < INPUTS - 1) {
        rank++;
      }
      assertThat(predict(rank)).isEqualTo(rank + 20.0);
    }
    String said = inferences.describe();
    assertThat(said).matches("\\d+ of 1000 answers were kept ones.*");
    assertThat(Integer.parseInt(said.split(" ")[0])).isGreaterThan(850).isLessThan(1_000);
  }
}
