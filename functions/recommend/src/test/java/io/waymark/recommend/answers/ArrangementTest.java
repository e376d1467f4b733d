package io.waymark.recommend.answers;

import static io.waymark.recommend.Function.recommend;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.model.catalogue.CatalogueItem;
import io.waymark.recommend.Function.Reply;
import io.waymark.recommend.Shop;
import io.waymark.tenancy.ItemId;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ArrangementTest {
  private static final int ITEMS = 12;

  /// Ann bought item-3, so that her list is 2, 4, 1, 5, 0, 6, 7, 8, 9, 10, 11.
  private static Shop shop() {
    Shop shop = new Shop().offers(ITEMS);
    Object _ = shop.trains(ITEMS, (left, right) -> Math.max(0, 5 - Math.abs(left - right)));
    return shop.event("ann", "purchase", 3, 5);
  }

  private static Reply ask(Shop shop, String more) {
    Reply reply = recommend(shop, "{\"user_id\": \"ann\", " + more + "}");
    assertThat(reply.status()).as(reply.whole().body()).isEqualTo(200);
    RecommendTest.assertScoresFall(reply);
    return reply;
  }

  @Nested
  class Boosts { // R17
    private static final String NEW = "{\"filter\": \"item.price > 10\", \"factor\": 3}";

    @Test
    void liftWhatWouldHaveStoodBehindTheCut() {
      assertThat(ask(shop(), "\"count\": 3, \"boosts\": [" + NEW + "]").items())
          .containsExactly("item-10", "item-11", "item-2");
    }

    @Test
    void multiply() {
      Reply plain = ask(shop(), "\"count\": 100");
      String even = "{\"filter\": \"item.category == 'even'\", \"factor\": 0.5}";
      Reply boosted = ask(shop(), "\"count\": 100, \"boosts\": [" + NEW + ", " + even + "]");
      assertThat(boosted.items()).startsWith("item-11", "item-1", "item-5");
      double eleventh = score(plain, "item-11");
      assertThat(score(boosted, "item-11")).isEqualTo(1);
      assertThat(score(boosted, "item-10"))
          .isEqualTo(score(plain, "item-10") * 1.5 / (eleventh * 3), offset());
      assertThat(score(boosted, "item-1"))
          .isEqualTo(score(plain, "item-1") / (eleventh * 3), offset());
    }

    @Test
    void bringNothingBackThatTheUserHasWhileSomethingElseIsLeft() {
      assertThat(
              ask(
                      shop(),
                      "\"count\": 100, \"boosts\": [{\"filter\": \"item.name == 'Item 3'\","
                          + " \"factor\": 100}]")
                  .items())
          .hasSize(ITEMS)
          .startsWith("item-2")
          .endsWith("item-3");
    }

    @Test
    void liftItemsThatNoModelKnows() {
      Shop shop = shop().offers(Shop.item(40));
      Reply reply = ask(shop, "\"count\": 2, \"boosts\": [" + NEW.replace("10", "20") + "]");
      assertThat(reply.items()).containsExactly("item-40", "item-2");
      assertThat(reply.sources()).containsExactly("latest", "model");
    }

    private static double score(Reply reply, String item) {
      for (JsonNode slot : reply.body().path("recommendations")) {
        if (slot.path("item_id").asText().equals(item)) {
          return slot.path("score").asDouble();
        }
      }
      throw new AssertionError(item + " is missing");
    }

    private static org.assertj.core.data.Offset<Double> offset() {
      return org.assertj.core.data.Offset.offset(2e-6);
    }
  }

  @Nested
  class Pins { // R18
    @Test
    void holdTheirPlaces() {
      Reply reply =
          ask(
              shop(),
              "\"count\": 4, \"pins\": [{\"item_id\": \"item-5\", \"position\": 3},"
                  + " {\"item_id\": \"item-9\", \"position\": 1}]");
      assertThat(reply.items()).containsExactly("item-9", "item-2", "item-5", "item-4");
      assertThat(reply.sources()).containsExactly("pinned", "model", "pinned", "model");
      assertThat(reply.body().path("recommendations").path(0).path("reason").asText())
          .isEqualTo("Featured");
    }

    @Test
    void standAtTheEndOfAListThatIsShorter() {
      assertThat(
              ask(
                      shop(),
                      "\"count\": 100, \"filter\": \"item.price < 2\","
                          + " \"pins\": [{\"item_id\": \"item-1\", \"position\": 70}]")
                  .items())
          .containsExactly("item-0", "item-1");
    }

    @Test
    void bringBackWhatTheUserHas() {
      assertThat(
              ask(shop(), "\"count\": 2, \"pins\": [{\"item_id\": \"item-3\", \"position\": 2}]")
                  .items())
          .containsExactly("item-2", "item-3");
    }

    @Test
    void giveWayToFiltersExclusionsAndWhatIsNotOffered() { // R2
      Shop shop = shop().event("ann", "dislike", 8, 1).withdraws(7);
      String pins =
          "\"pins\": [{\"item_id\": \"item-7\", \"position\": 1}, {\"item_id\": \"item-8\","
              + " \"position\": 2}, {\"item_id\": \"nothing\", \"position\": 3}, {\"item_id\":"
              + " \"item-4\", \"position\": 4}, {\"item_id\": \"item-11\", \"position\": 5},"
              + " {\"item_id\": \"item-3\", \"position\": 6}]";
      assertThat(
              ask(
                      shop,
                      "\"count\": 4, \"exclude_items\": [\"item-4\"], \"exclude_interacted\":"
                          + " [\"purchase\"], \"filter\": \"item.price < 11\", "
                          + pins)
                  .items())
          .containsExactly("item-2", "item-1", "item-5", "item-0");
    }

    @Test
    void holdPlacesOfAListToReRank() {
      Reply reply =
          ask(
              shop(),
              "\"placement\": \"rerank\", \"candidate_items\": [\"x\", \"item-9\", \"item-4\"],"
                  + " \"pins\": [{\"item_id\": \"item-9\", \"position\": 1}]");
      assertThat(reply.items()).containsExactly("item-9", "item-4", "x");
    }
  }

  @Nested
  class Spreading { // R19
    @Test
    void takesTurnsAmongCategoriesOrAnotherAttribute() {
      assertThat(ask(shop(), "\"count\": 5, \"diversity\": 0.0").items())
          .containsExactly("item-2", "item-4", "item-1", "item-5", "item-0");
      assertThat(ask(shop(), "\"count\": 5, \"diversity\": 1").items())
          .containsExactly("item-2", "item-1", "item-4", "item-5", "item-0");
      assertThat(ask(shop(), "\"count\": 5, \"diversity\": 1, \"diversity_by\": \"size\"").items())
          .containsExactly("item-2", "item-4", "item-0", "item-1", "item-5");
      assertThat(
              ask(shop(), "\"count\": 100, \"diversity\": 1, \"diversity_by\": \"brand\"").items())
          .startsWith("item-2", "item-4", "item-1", "item-5")
          .endsWith("item-3");
    }
  }

  @Nested
  class Explanations { // R21
    private static JsonNode slot(Reply reply, int at) {
      return reply.body().path("recommendations").path(at).path("explanation");
    }

    @Test
    void nameSeedsAndTheirShares() {
      Shop shop = shop().event("ann", "purchase", 5, 1);
      Reply reply = ask(shop, "\"count\": 2, \"explain\": true");
      assertThat(reply.items()).containsExactly("item-4", "item-2");
      // Nearness 4 and 4, and 4 and 2, each times the same weight.
      assertThat(slot(reply, 0).path("seeds").toString())
          .isEqualTo(
              "[{\"item_id\":\"item-3\",\"share\":0.5},{\"item_id\":\"item-5\",\"share\":0.5}]");
      assertThat(slot(reply, 1).path("seeds").toString())
          .isEqualTo(
              "[{\"item_id\":\"item-3\",\"share\":0.666667},"
                  + "{\"item_id\":\"item-5\",\"share\":0.333333}]");
      assertThat(slot(reply, 0).path("source").asText()).isEqualTo("model");
      assertThat(slot(reply, 0).path("model")).isEqualTo(reply.body().path("model"));
      assertThat(slot(reply, 0).path("arm").isNull()).isTrue();
      assertThat(slot(reply, 0).path("rules")).isEmpty();
    }

    @Test
    void nameRulesAndScoreParts() {
      Reply plain = ask(shop(), "\"count\": 1");
      assertThat(plain.body().path("recommendations").path(0).has("explanation")).isFalse();
      Reply reply =
          ask(
              shop(),
              "\"count\": 3, \"explain\": true, \"diversity\": 1, \"pins\": [{\"item_id\":"
                  + " \"item-9\", \"position\": 1}], \"boosts\": [{\"filter\":"
                  + " \"item.category == 'even'\", \"factor\": 0.5}]");
      assertThat(reply.items()).containsExactly("item-9", "item-1", "item-2");
      assertThat(slot(reply, 0).path("rules").toString())
          .isEqualTo("[{\"rule\":\"pin\",\"position\":1}]");
      assertThat(slot(reply, 0).path("model").isNull()).isTrue();
      assertThat(slot(reply, 2).path("rules").toString())
          .isEqualTo(
              "[{\"rule\":\"boost\",\"filter\":\"item.category == 'even'\",\"factor\":0.5},"
                  + "{\"rule\":\"diversity\"}]");
      JsonNode parts = slot(reply, 2).path("score_parts");
      assertThat(parts.path("base")).isEqualTo(plain.body().findValue("score"));
      assertThat(parts.path("boost").asDouble()).isEqualTo(0.5);
      assertThat(parts.path("score").asDouble()).isEqualTo(parts.path("base").asDouble() / 2);
      double model = parts.path("model").asDouble();
      assertThat(parts.path("base").asDouble())
          .isEqualTo(0.5 + 0.5 * model / (1 + model), org.assertj.core.data.Offset.offset(1e-6));
    }
  }

  @Test
  void sendsTheFieldsAskedForAndNoOthers() {
    Shop shop =
        shop()
            .offers(
                new CatalogueItem(
                    new ItemId("teapot"),
                    "Teapot",
                    "kitchen",
                    OptionalDouble.of(29.5),
                    "Leaf",
                    List.of("tea", "glass"),
                    "Holds a litre",
                    new TreeMap<>(java.util.Map.of("material", "glass"))));
    Reply reply =
        ask(
            shop,
            "\"pins\": [{\"item_id\": \"teapot\", \"position\": 1}], \"count\": 2, \"fields\":"
                + " [\"name\", \"category\", \"price\", \"brand\", \"description\", \"tags\","
                + " \"material\"]");
    assertThat(reply.body().path("recommendations").path(0).path("fields").toString())
        .isEqualTo(
            "{\"name\":\"Teapot\",\"category\":\"kitchen\",\"price\":29.5,\"brand\":\"Leaf\","
                + "\"description\":\"Holds a litre\",\"tags\":[\"tea\",\"glass\"],"
                + "\"material\":\"glass\"}");
    assertThat(reply.body().path("recommendations").path(1).path("fields").toString())
        .isEqualTo("{\"name\":\"Item 2\",\"category\":\"even\",\"price\":2.5,\"tags\":[]}");
    assertThat(ask(shop, "\"count\": 1").body().path("recommendations").path(0).has("fields"))
        .isFalse();
  }
}
