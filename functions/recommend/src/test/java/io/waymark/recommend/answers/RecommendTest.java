package io.waymark.recommend.answers;

import static io.waymark.recommend.Function.call;
import static io.waymark.recommend.Function.get;
import static io.waymark.recommend.Function.recommend;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.model.answers.Placement;
import io.waymark.model.answers.RecommendationIds;
import io.waymark.recommend.Function;
import io.waymark.recommend.Function.Reply;
import io.waymark.recommend.Shop;
import io.waymark.testing.Eventually;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RecommendTest {
  private static final int ITEMS = 12;

  /// Neighbours in number are similar.
  private static int nearness(int left, int right) {
    return Math.max(0, 5 - Math.abs(left - right));
  }

  private static Shop shopWithModel() {
    Shop shop = new Shop().offers(ITEMS);
    Object _ = shop.trains(ITEMS, RecommendTest::nearness);
    return shop;
  }

  @Nested
  class ForYou {
    @Test
    void followsWhatTheUserDid() { // R4, R6
      Shop shop = shopWithModel().event("ann", "purchase", 3, 5);
      Reply reply = recommend(shop, "{\"user_id\": \"ann\", \"count\": 4}");
      assertThat(reply.status()).as(reply.whole().body()).isEqualTo(200);
      assertThat(reply.items()).containsExactly("item-2", "item-4", "item-1", "item-5");
      assertThat(reply.sources()).containsOnly("model");
      JsonNode first = reply.body().path("recommendations").path(0);
      assertThat(first.path("reason").asText()).isEqualTo("Because you bought Item 3");
      assertThat(first.path("because").path(0).asText()).isEqualTo("item-3");
      assertThat(reply.body().path("user_id").asText()).isEqualTo("ann");
      assertThat(reply.body().path("model").path("algorithm").asText()).isEqualTo("toy");
      assertThat(reply.body().path("degraded").isEmpty()).isTrue();
      assertThat(reply.body().path("recommendation_id").asText()).hasSizeBetween(40, 200);

      shop.event("ann", "purchase", 10, 0).event("ann", "view", 3, 0);
      assertThat(recommend(shop, "{\"user_id\": \"ann\", \"count\": 4}").items())
          .contains("item-9", "item-11");
    }

    @Test
    void namesAnAnswerSoThatNobodyElseCould() { // R13
      Shop shop = shopWithModel();
      String name =
          recommend(shop, "{\"user_id\": \"ann\", \"placement\": \"trending\"}")
              .body()
              .path("recommendation_id")
              .asText();
      RecommendationIds names = Function.bean(RecommendationIds.class);
      assertThat(names.read(name))
          .hasValueSatisfying(
              named -> {
                assertThat(named.tenant()).isEqualTo(shop.tenant());
                assertThat(named.placement()).isEqualTo(Placement.TRENDING);
              });
      assertThat(
              new RecommendationIds("another key of 32 bytes for once".getBytes(UTF_8)).read(name))
          .isEmpty();
    }

    @Test
    void takesADislikeBack() {
      Shop shop = shopWithModel().event("ann", "like", 3, 9).event("ann", "dislike", 4, 5);
      assertThat(recommend(shop, "{\"user_id\": \"ann\", \"count\": 12}").items())
          .doesNotContain("item-4")
          .startsWith("item-2");
      shop.event("ann", "remove", 3, 1);
      assertThat(recommend(shop, "{\"user_id\": \"ann\", \"count\": 3}").sources())
          .containsOnly("trending");
    }

    @Test
    void fillsThePageBeyondTheModel() { // R1, R6
      Shop shop = shopWithModel().event("ann", "view", 0, 1);
      for (int item = 20; item < 25; item++) {
        shop.offers(Shop.item(item));
      }
      Reply reply = recommend(shop, "{\"user_id\": \"ann\", \"count\": 100}");
      assertThat(reply.items()).hasSize(ITEMS + 5).doesNotHaveDuplicates().endsWith("item-0");
      assertThat(reply.sources()).contains("model", "latest");
      assertScoresFall(reply);
    }

    @Test
    void answersGuestsByTheirSession() { // R6
      Reply reply = recommend(shopWithModel(), "{\"session_items\": [\"item-7\"], \"count\": 2}");
      assertThat(reply.items()).containsExactly("item-6", "item-8");
      assertThat(reply.sources()).containsOnly("session");
      assertThat(reply.body().path("recommendations").path(0).path("reason").asText())
          .isEqualTo("Because you are looking at Item 7");
      assertThat(reply.body().path("user_id").isNull()).isTrue();
    }

    @Test
    void givesTheSameListAgain() { // R5
      Shop shop = shopWithModel().event("ann", "view", 5, 1);
      String body = "{\"user_id\": \"ann\", \"count\": 12}";
      assertThat(recommend(shop, body).body().path("recommendations"))
          .isEqualTo(recommend(shop, body).body().path("recommendations"));
    }
  }

  @Nested
  class NeverEmpty { // R1
    @Test
    void forAUserNobodyHasSeen() {
      Reply reply = recommend(shopWithModel(), "{\"user_id\": \"new\", \"count\": 3}");
      assertThat(reply.items()).containsExactly("item-11", "item-10", "item-9");
      assertThat(reply.sources()).containsOnly("trending");
      assertThat(reply.body().path("recommendations").path(0).path("reason").asText())
          .isEqualTo("Popular right now");
      assertScoresFall(reply);
    }

    @Test
    void withoutAModel() {
      Reply reply = recommend(new Shop().offers(3), "{\"user_id\": \"new\"}");
      assertThat(reply.items()).containsExactly("item-2", "item-1", "item-0");
      assertThat(reply.sources()).containsOnly("latest");
      assertThat(reply.body().path("model").isNull()).isTrue();
      assertThat(reply.body().path("degraded").isEmpty()).isTrue();
      assertScoresFall(reply);
    }

    @Test
    void withoutACatalogue() {
      Shop shop = new Shop();
      Object _ = shop.trains(ITEMS, RecommendTest::nearness);
      shop.event("ann", "purchase", 3, 5);
      assertThat(recommend(shop, "{\"user_id\": \"ann\", \"count\": 50}").items())
          .hasSize(ITEMS)
          .startsWith("item-2");
    }

    @Test
    void whereTheUserHasEverything() {
      Shop shop = new Shop().offers(2).event("ann", "view", 0, 2).event("ann", "view", 1, 1);
      assertThat(recommend(shop, "{\"user_id\": \"ann\"}").items())
          .containsExactly("item-1", "item-0");
    }

    @Test
    void butEmptyWhereThereIsNothingAtAll() {
      Reply reply = recommend(new Shop(), "{}");
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.items()).isEmpty();
    }
  }

  @Nested
  class Bounds { // R2, R3
    @Test
    void filterBeforeTheCut() {
      Shop shop = shopWithModel().event("ann", "purchase", 3, 5);
      Reply reply =
          recommend(
              shop,
              "{\"user_id\": \"ann\", \"count\": 5, \"filter\": \"item.category == 'even' &&"
                  + " item.price > 1\", \"fields\": [\"name\", \"price\", \"size\"]}");
      assertThat(reply.items()).containsExactly("item-2", "item-4", "item-6", "item-8", "item-10");
      JsonNode fields = reply.body().path("recommendations").path(0).path("fields");
      assertThat(fields.path("name").asText()).isEqualTo("Item 2");
      assertThat(fields.path("price").asDouble()).isEqualTo(2.5);
      assertThat(fields.path("size").asText()).isEqualTo("2");
    }

    @Test
    void excludeThousandsOfItems() {
      Shop shop = shopWithModel().event("ann", "purchase", 3, 5);
      String many =
          IntStream.range(0, 2_000)
              .filter(item -> item != 8)
              .mapToObj(item -> "\"item-" + item + "\"")
              .collect(Collectors.joining(","));
      assertThat(
              recommend(shop, "{\"user_id\": \"ann\", \"exclude_items\": [" + many + "]}").items())
          .containsExactly("item-8");
    }

    @Test
    void excludeWhatTheUserBoughtLongAgo() {
      Shop shop =
          shopWithModel()
              .event("ann", "purchase", 3, 5)
              .remembered("ann", "purchase", 2)
              .remembered("ann", "cart", 4)
              .remembered("bob", "purchase", 1);
      assertThat(
              recommend(
                      shop,
                      "{\"user_id\": \"ann\", \"count\": 50, \"exclude_interacted\":"
                          + " [\"purchase\"]}")
                  .items())
          .startsWith("item-4", "item-1")
          .doesNotContain("item-2", "item-3");
    }

    @Test
    void followTheCatalogue() throws Exception {
      Shop shop = shopWithModel().event("ann", "purchase", 3, 5);
      assertThat(recommend(shop, "{\"user_id\": \"ann\", \"count\": 1}").items())
          .containsExactly("item-2");
      shop.withdraws(2);
      Eventually.await(
          () ->
              !recommend(shop, "{\"user_id\": \"ann\", \"count\": 1}").items().contains("item-2"));
    }
  }

  @Nested
  class OtherPlacements {
    @Test
    void similarItems() { // R6
      Shop shop = shopWithModel().event("ann", "purchase", 8, 5);
      Reply reply =
          recommend(
              shop,
              "{\"user_id\": \"ann\", \"placement\": \"similar\", \"seed_items\": [\"item-5\"],"
                  + " \"count\": 2}");
      assertThat(reply.items()).containsExactly("item-4", "item-6");
      assertThat(reply.sources()).containsOnly("similar");
      assertThat(reply.body().path("recommendations").path(0).path("reason").asText())
          .isEqualTo("Similar to Item 5");
      assertThat(get(shop, "/api/v1/items/item-5/similar?count=2").items())
          .isEqualTo(reply.items());
      assertThat(get(shop, "/api/v1/items/nothing/similar").status()).isEqualTo(404);
    }

    @Test
    void whatGoesWithACart() { // R6, R16
      Shop shop = shopWithModel().event("ann", "purchase", 0, 5);
      Reply reply =
          recommend(
              shop,
              "{\"user_id\": \"ann\", \"placement\": \"cart\", \"count\": 4, \"seed_items\":"
                  + " [\"item-5\", \"item-7\", \"item-10\", \"unknown\"]}");
      assertThat(reply.items()).containsExactly("item-6", "item-8", "item-9", "item-4");
      assertThat(reply.sources()).containsOnly("similar");
      assertThat(reply.body().path("recommendations").path(3).path("reason").asText())
          .isEqualTo("Goes with Item 5");
      assertThat(
              recommend(
                      shop,
                      "{\"placement\": \"cart\", \"count\": 50, \"seed_items\":"
                          + " [\"item-5\", \"item-7\", \"unknown\"]}")
                  .items())
          .hasSize(ITEMS - 2)
          .doesNotContain("item-5", "item-7", "unknown");
    }

    @Test
    void trending() {
      Shop shop = shopWithModel();
      assertThat(get(shop, "/api/v1/trending?count=2").items())
          .containsExactly("item-11", "item-10");
      assertThat(
              get(shop, "/api/v1/trending?count=2&filter=item.category%20%3D%3D%20%27even%27")
                  .items())
          .containsExactly("item-10", "item-8");
    }

    @Test
    void manyAtOnce() {
      Shop shop = shopWithModel().event("ann", "purchase", 3, 5);
      Reply reply =
          call(
              shop,
              "POST",
              "/api/v1/recommend/batch",
              "{\"requests\": [{\"user_id\": \"ann\", \"count\": 1}, {\"count\": 0}, {}]}");
      assertThat(reply.status()).as(reply.whole().body()).isEqualTo(200);
      JsonNode results = reply.body().path("results");
      assertThat(results).hasSize(3);
      assertThat(
              results
                  .path(0)
                  .path("result")
                  .path("recommendations")
                  .path(0)
                  .path("item_id")
                  .asText())
          .isEqualTo("item-2");
      assertThat(results.path(1).path("status").asInt()).isEqualTo(400);
      assertThat(results.path(1).path("problem").path("errors").path(0).path("field").asText())
          .isEqualTo("count");
      assertThat(results.path(2).path("status").asInt()).isEqualTo(200);
    }

    @Test
    void aHundredUsersGetWhatEachWouldGetAlone() {
      Shop shop = shopWithModel();
      for (int user = 0; user < 5; user++) {
        shop.event("u" + user, "purchase", 2 * user, 5);
      }
      String requests =
          IntStream.range(0, 100)
              .mapToObj(at -> "{\"user_id\": \"u%d\", \"count\": 3}".formatted(at % 7))
              .collect(Collectors.joining(","));
      Reply reply =
          call(shop, "POST", "/api/v1/recommend/batch", "{\"requests\": [" + requests + "]}");
      JsonNode results = reply.body().path("results");
      assertThat(results).hasSize(100);
      for (int at = 0; at < 100; at++) {
        JsonNode result = results.path(at).path("result");
        assertThat(result.path("user_id").asText()).isEqualTo("u" + at % 7);
        assertThat(result.path("recommendations"))
            .isEqualTo(results.path(at % 7).path("result").path("recommendations"));
      }
      for (int user = 0; user < 7; user++) {
        Reply alone = recommend(shop, "{\"user_id\": \"u%d\", \"count\": 3}".formatted(user));
        assertThat(results.path(user).path("result").path("recommendations"))
            .isEqualTo(alone.body().path("recommendations"));
      }
    }
  }

  static void assertScoresFall(Reply reply) { // R5
    double above = 1;
    for (JsonNode item : reply.body().path("recommendations")) {
      double score = item.path("score").asDouble();
      assertThat(score).isPositive().isLessThanOrEqualTo(above);
      above = score;
    }
  }
}
