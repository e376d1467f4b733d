package io.waymark.localstack.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Recommendations of a trained shop.
@OnLocalStack
class RecommendationsTest {
  private Shop shop;
  private Api api;

  @BeforeAll
  void prepare(Shop trained) {
    shop = trained;
    api = shop.tenant().withKey("recommend:read");
  }

  @Test
  void aUserNobodyKnowsGetsAFullList() {
    JsonNode answer =
        api.post("/api/v1/recommend", Map.of("user_id", "never seen", "count", 10)).expecting(200);
    assertThat(answer.path("recommendations")).hasSize(10);
    assertThat(answer.path("recommendations").path(0).path("source").asText())
        .isIn("trending", "latest", "model");
  }

  @Test
  void aFilterActsBeforeTheCut() {
    JsonNode answer =
        api.post(
                "/api/v1/recommend",
                Map.of(
                    "user_id",
                    "user_1",
                    "count",
                    5,
                    "filter",
                    "item.price < 15.0",
                    "fields",
                    List.of("price")))
            .expecting(200);
    assertThat(answer.path("recommendations")).hasSize(5);
    assertThat(answer.path("recommendations").valueStream())
        .allMatch(slot -> slot.path("fields").path("price").asDouble() < 15);
  }

  @Test
  void aWrongFilterIsAProblemNamingTheField() {
    JsonNode problem =
        api.post("/api/v1/recommend", Map.of("user_id", "user_1", "filter", "item.price <"))
            .expecting(400);
    assertThat(problem.path("errors").path(0).path("field").asText()).isEqualTo("filter");
  }

  @Test
  void similarItemsAreOfTheSameDepartment() {
    JsonNode answer =
        api.get("/api/v1/items/item_12/similar?count=5&fields=category").expecting(200);
    assertThat(
            answer
                .path("recommendations")
                .valueStream()
                .filter(
                    slot -> slot.path("fields").path("category").asText().equals("department_2"))
                .count())
        .isGreaterThanOrEqualTo(3);
    api.get("/api/v1/items/no%20such%20item/similar").expecting(404);
  }

  @Test
  void trendingNeedsNoUser() {
    assertThat(api.get("/api/v1/trending?count=3").expecting(200).path("recommendations"))
        .hasSize(3);
  }

  @Test
  void aGuestIsAnsweredByWhatTheyLookAt() {
    JsonNode answer =
        api.post(
                "/api/v1/recommend",
                Map.of(
                    "session_items", List.of("item_4", "item_9", "item_14"),
                    "count", 5,
                    "fields", List.of("category")))
            .expecting(200);
    assertThat(
            answer
                .path("recommendations")
                .valueStream()
                .filter(
                    slot -> slot.path("fields").path("category").asText().equals("department_4"))
                .count())
        .isGreaterThanOrEqualTo(3);
  }

  @Test
  void aBatchAnswersEachRequestOnItsOwn() {
    JsonNode answer =
        api.post(
                "/api/v1/recommend/batch",
                Map.of(
                    "requests",
                    List.of(
                        Map.of("user_id", "user_1", "count", 2),
                        Map.of("user_id", "user_2", "count", 0),
                        Map.of("user_id", "user_3", "count", 3))))
            .expecting(200);
    assertThat(answer.path("results").path(0).path("status").asInt()).isEqualTo(200);
    assertThat(answer.path("results").path(1).path("status").asInt()).isEqualTo(400);
    assertThat(answer.path("results").path(2).path("status").asInt()).isEqualTo(200);
  }

  @Test
  void anUnknownFieldIsRefusedByName() {
    JsonNode problem =
        api.post("/api/v1/recommend", Map.of("user_id", "user_1", "cuont", 5)).expecting(400);
    assertThat(problem.toString()).contains("cuont");
  }

  @Test
  void anEventSentOverHttpChangesTheNextList() {
    assertThat(shop.tenant().recommend("newcomer").path("recommendations").path(0).path("source"))
        .extracting(JsonNode::asText)
        .isNotEqualTo("model");
    for (int item : new int[] {4, 9, 14}) {
      assertThat(shop.tenant().send("newcomer", "item_" + item, "newcomer-" + item))
          .isEqualTo("accepted");
    }
    JsonNode next =
        api.post(
                "/api/v1/recommend",
                Map.of("user_id", "newcomer", "count", 5, "fields", List.of("category")))
            .expecting(200);
    assertThat(next.path("recommendations").path(0).path("source").asText()).isEqualTo("model");
    assertThat(
            next.path("recommendations")
                .valueStream()
                .filter(
                    slot -> slot.path("fields").path("category").asText().equals("department_4"))
                .count())
        .isGreaterThanOrEqualTo(3);
  }
}
