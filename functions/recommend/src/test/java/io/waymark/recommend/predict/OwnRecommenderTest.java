package io.waymark.recommend.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.waymark.model.ModelPackage;
import io.waymark.recommend.Function;
import io.waymark.recommend.Function.Reply;
import io.waymark.recommend.Shop;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// The recommender of docs/how-to/bring-your-own-model.md, which `own-recommender/train.py` wrote
/// together with what Python's ONNX Runtime says.
class OwnRecommenderTest {
  private final Shop shop = new Shop();

  @Test
  void recommendsAsPythonDoes() throws IOException {
    Uploading books = new Uploading(shop, "recommender", "books");
    String version =
        books.upload(
            Map.of(
                ModelPackage.MODEL, resource(ModelPackage.MODEL),
                ModelPackage.ITEMS, resource(ModelPackage.ITEMS),
                ModelPackage.POPULARITY, resource(ModelPackage.POPULARITY)));
    assertThat(books.validate(version, "").body())
        .hasToString(
            "{\"name\":\"books\",\"version\":\"%s\",\"state\":\"ready\",\"reason\":null}"
                .formatted(version));
    assertThat(books.activate(version).status()).isEqualTo(200);
    JsonNode python = new ObjectMapper().readTree(resource("books.json"));
    assertThat(python).hasSize(4);
    python.forEach(this::compare);

    Reply popular = Function.recommend(shop, "{\"model\": \"books\", \"placement\": \"trending\"}");
    assertThat(popular.sources()).hasSize(10).containsOnly("trending");
  }

  private void compare(JsonNode python) {
    Reply reply =
        Function.recommend(
            shop,
            "{\"model\": \"books\", \"session_items\": %s, \"count\": 8, \"explain\": true}"
                .formatted(python.path("history")));
    assertThat(reply.status()).as(reply.whole().body()).isEqualTo(200);
    JsonNode items = reply.body().path("recommendations");
    assertThat(items).hasSize(8).hasSameSizeAs(python.path("items"));
    for (int at = 0; at < items.size(); at++) {
      JsonNode item = items.path(at);
      double score = python.path("scores").path(at).asDouble();
      assertThat(item.path("item_id")).isEqualTo(python.path("items").path(at));
      assertThat(item.path("because").path(0)).isEqualTo(python.path("because").path(at));
      assertThat(item.path("explanation").path("score_parts").path("model").asDouble(-1))
          .isCloseTo(score, within(1e-5));
      assertThat(item.path("score").asDouble())
          .isCloseTo(0.5 + 0.5 * score / (1 + score), within(1e-5));
    }
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            OwnRecommenderTest.class.getResourceAsStream("/own-recommender/" + name))) {
      return in.readAllBytes();
    }
  }
}
