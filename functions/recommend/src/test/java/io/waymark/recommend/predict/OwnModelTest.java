package io.waymark.recommend.predict;

import static io.waymark.recommend.Function.call;
import static io.waymark.recommend.Function.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.waymark.model.ModelPackage;
import io.waymark.recommend.Function.Reply;
import io.waymark.recommend.Shop;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// The model of docs/how-to/bring-your-own-model.md, which `own-model/train.py` wrote together with
/// what Python's ONNX Runtime says; it goes the way of that page: uploaded, examined, tried,
/// activated, asked.
class OwnModelTest {
  @Test
  void answersAsPythonDoes() throws IOException {
    Shop shop = new Shop();
    Uploading uploading = new Uploading(shop, "predictor", "iris");
    String version = uploading.upload(Map.of(ModelPackage.MODEL, resource("iris.onnx")));
    assertThat(uploading.activate(version).status()).as("before it is examined").isEqualTo(409);
    JsonNode validated = uploading.validate(version, "").body();
    assertThat(validated.path("state").asText()).as(validated.toString()).isEqualTo("ready");
    assertThat(uploading.activate(version).status()).isEqualTo(200);
    JsonNode shown = get(shop, uploading.at(version)).body();
    assertThat(shown.path("inputs").path(0).path("name").asText()).isEqualTo("X");
    assertThat(shown.path("outputs").findValuesAsText("name"))
        .containsExactly("label", "probabilities");
    JsonNode python = new ObjectMapper().readTree(resource("iris.json"));
    Reply reply =
        call(
            shop,
            "POST",
            "/api/v1/ml/predict",
            "{\"model\": \"iris\", \"inputs\": " + python.path("inputs") + "}");
    assertThat(reply.status()).as(reply.whole().body()).isEqualTo(200);
    JsonNode outputs = reply.body().path("outputs");
    assertThat(outputs.path("label")).isEqualTo(python.path("outputs").path("label"));
    JsonNode expected = python.path("outputs").path("probabilities");
    assertThat(expected).hasSize(10);
    assertThat(outputs.path("probabilities")).hasSameSizeAs(expected);
    for (int flower = 0; flower < expected.size(); flower++) {
      for (int kind = 0; kind < 3; kind++) {
        assertThat(outputs.path("probabilities").path(flower).path(kind).asDouble(-1))
            .isCloseTo(expected.path(flower).path(kind).asDouble(), within(1e-5));
      }
    }
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(OwnModelTest.class.getResourceAsStream("/own-model/" + name))) {
      return in.readAllBytes();
    }
  }
}
