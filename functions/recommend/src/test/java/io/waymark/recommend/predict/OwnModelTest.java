package io.waymark.recommend.predict;

import static io.waymark.recommend.Function.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.waymark.recommend.Function.Reply;
import io.waymark.recommend.Shop;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// The model of docs/how-to/bring-your-own-model.md, which `own-model/train.py` wrote together with
/// what Python's ONNX Runtime says.
class OwnModelTest {
  @Test
  void answersAsPythonDoes() throws IOException {
    Shop shop = new Shop();
    shop.predicts("iris", resource("iris.onnx"));
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
