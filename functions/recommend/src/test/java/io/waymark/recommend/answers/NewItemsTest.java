package io.waymark.recommend.answers;

import static io.waymark.recommend.Function.recommend;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.model.content.AttributeSpace;
import io.waymark.model.content.ContentModel;
import io.waymark.recommend.Function.Reply;
import io.waymark.recommend.Shop;
import io.waymark.testing.Eventually;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// R30 — An item that nobody met yet is recommended by its attributes.
class NewItemsTest {
  private static final int KNOWN = 30;

  /// Who likes a category likes more of it.
  private static final ContentModel CONTENT =
      new ContentModel(
          new AttributeSpace(List.of("category=even", "category=odd"), new TreeMap<>()),
          new float[] {1, -1, 0, -1, 1, 0, 0, 0, 0});

  /// The model knows 30 items; the catalogue has four more, 30 to 33.
  private static Shop shop() {
    Shop shop = new Shop().offers(KNOWN + 4);
    Object _ = shop.trains(KNOWN, (left, right) -> KNOWN + 1 - Math.abs(left - right), CONTENT);
    return shop;
  }

  private static Reply ask(Shop shop, String more) {
    Reply reply = recommend(shop, "{\"user_id\": \"ann\"" + more + "}");
    assertThat(reply.status()).as(reply.whole().body()).isEqualTo(200);
    return reply;
  }

  @Test
  void takeEveryTenthPlace() {
    Shop shop = shop().event("ann", "purchase", 2, 5);
    Reply reply = ask(shop, ", \"count\": 20");
    assertThat(reply.items().get(9)).isEqualTo("item-32");
    assertThat(reply.items().get(19)).isEqualTo("item-30");
    assertThat(reply.sources().stream().filter("new"::equals)).hasSize(2);
    JsonNode slot = reply.body().path("recommendations").path(9);
    assertThat(slot.path("source").asText()).isEqualTo("new");
    assertThat(slot.path("reason").asText()).isEqualTo("New, and like Item 2");
    assertThat(slot.path("because").path(0).asText()).isEqualTo("item-2");
  }

  @Test
  void followTheNewestEvent() { // R4
    Shop shop = shop().event("ann", "purchase", 2, 5);
    assertThat(ask(shop, "").items()).endsWith("item-32");
    shop.event("ann", "purchase", 3, 1).event("ann", "purchase", 5, 1);
    assertThat(ask(shop, "").items()).endsWith("item-33");
  }

  @Test
  void areWhatWasOfferedAMomentAgo() throws Exception {
    Shop shop = shop().event("ann", "purchase", 2, 5);
    assertThat(ask(shop, "").items()).endsWith("item-32");
    shop.offers(Shop.item(40));
    Eventually.await(() -> ask(shop, "").items().getLast().equals("item-40"));
  }

  @Test
  void takeAsManyPlacesAsAsked() {
    Shop shop = shop().event("ann", "purchase", 2, 5);
    assertThat(ask(shop, ", \"new_share\": 0").sources()).containsOnly("model");
    assertThat(ask(shop, ", \"new_share\": 0.5, \"count\": 4").sources())
        .containsExactly("model", "new", "model", "new");
    assertThat(ask(shop, ", \"new_share\": 1, \"count\": 3").items())
        .containsExactly("item-32", "item-30", "item-33");
    assertThat(recommend(shop, "{\"placement\": \"trending\", \"new_share\": 0.5}").error())
        .startsWith("new_share belongs to");
    assertThat(recommend(shop, "{\"new_share\": 1.5}").error()).startsWith("new_share must be");
  }

  @Test
  void keepToFiltersExclusionsAndPages() { // R2, R5, R20
    Shop shop = shop().event("ann", "purchase", 2, 5);
    assertThat(ask(shop, ", \"exclude_items\": [\"item-32\"]").items()).endsWith("item-30");
    assertThat(ask(shop, ", \"filter\": \"item.price < 31.0\"").items()).endsWith("item-30");
    Reply whole = ask(shop, ", \"count\": 20");
    Reply first = ask(shop, ", \"count\": 7");
    Reply second =
        ask(
            shop,
            ", \"count\": 13, \"cursor\": \"" + first.body().path("next_cursor").asText() + "\"");
    assertThat(first.items()).isEqualTo(whole.items().subList(0, 7));
    assertThat(second.items()).isEqualTo(whole.items().subList(7, 20));
    double before = 1;
    for (JsonNode slot : whole.body().path("recommendations")) {
      assertThat(slot.path("score").asDouble()).isPositive().isLessThanOrEqualTo(before);
      before = slot.path("score").asDouble();
    }
  }

  @Test
  void areExplained() { // R21
    Shop shop = shop().event("ann", "purchase", 2, 5).event("ann", "view", 4, 3);
    JsonNode explained =
        ask(shop, ", \"explain\": true").body().path("recommendations").path(9).path("explanation");
    assertThat(explained.path("source").asText()).isEqualTo("new");
    assertThat(explained.path("score_parts").path("model").isNull()).isTrue();
    assertThat(explained.path("seeds")).hasSize(2);
    assertThat(explained.path("seeds").path(0).path("share").asDouble()).isEqualTo(0.5);
  }

  @Test
  void doNotComeWithoutATaste() {
    assertThat(ask(shop(), "").sources()).containsOnly("trending");
  }
}
