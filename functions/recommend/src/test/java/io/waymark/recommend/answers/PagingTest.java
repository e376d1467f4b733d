package io.waymark.recommend.answers;

import static io.waymark.recommend.Function.get;
import static io.waymark.recommend.Function.recommend;
import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.recommend.Function.Reply;
import io.waymark.recommend.Shop;
import io.waymark.testing.Eventually;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// R20
class PagingTest {
  private static final int ITEMS = 60;

  private static Shop shop() {
    Shop shop = new Shop().offers(ITEMS);
    Object _ = shop.trains(ITEMS - 5, (left, right) -> Math.max(0, 50 - Math.abs(left - right)));
    return shop.event("ann", "purchase", 20, 5);
  }

  private static Reply page(Shop shop, int count, String more, String cursor) {
    Reply reply =
        recommend(
            shop,
            "{\"user_id\": \"ann\", \"count\": %d%s, \"cursor\": %s}"
                .formatted(count, more, cursor));
    assertThat(reply.status()).as(reply.whole().body()).isEqualTo(200);
    return reply;
  }

  private static String next(Reply reply) {
    return reply.body().path("next_cursor").toString();
  }

  @Test
  void goesOnToTheEndOfTheList() {
    Shop shop = shop();
    String more =
        ", \"diversity\": 0.4, \"boosts\": [{\"filter\": \"item.size == 1\", \"factor\": 1.2}],"
            + " \"pins\": [{\"item_id\": \"item-50\", \"position\": 17}]";
    Reply whole = page(shop, 100, more, "null");
    assertThat(whole.body().path("next_cursor").isNull()).isTrue();
    List<String> paged = new ArrayList<>();
    List<Double> scores = new ArrayList<>();
    Reply reply = page(shop, 7, more, "null");
    for (int pages = 1; ; pages++) {
      paged.addAll(reply.items());
      reply
          .body()
          .path("recommendations")
          .forEach(slot -> scores.add(slot.path("score").asDouble()));
      if (reply.body().path("next_cursor").isNull()) {
        assertThat(pages).isEqualTo(9);
        break;
      }
      reply = page(shop, 7, more, next(reply));
    }
    assertThat(paged).isEqualTo(whole.items()).hasSize(ITEMS);
    assertThat(paged.get(16)).isEqualTo("item-50");
    assertThat(scores).isSortedAccordingTo(java.util.Comparator.reverseOrder());
  }

  @Test
  void showsNothingTwiceWhateverHappensMeanwhile() {
    Shop shop = shop();
    List<String> paged = new ArrayList<>();
    Reply reply = page(shop, 5, "", "null");
    for (int page = 0; page < 10; page++) {
      paged.addAll(reply.items());
      shop.event("ann", "purchase", 50 - 3 * page, 0).withdraws(page).offers(Shop.item(70 + page));
      reply = page(shop, 5, "", next(reply));
    }
    assertThat(paged).hasSize(50).doesNotHaveDuplicates();
  }

  @Test
  void isTiedToTheTenantTheRequestAndTheModel() throws Exception {
    Shop shop = shop();
    String cursor = next(page(shop, 5, "", "null"));
    String body = "{\"user_id\": \"%s\", \"cursor\": " + cursor + "}";
    assertThat(recommend(shop, body.formatted("bob")).error())
        .startsWith("cursor belongs to another request");
    assertThat(recommend(shop(), body.formatted("ann")).error())
        .startsWith("cursor must be the next_cursor of the page before");
    Object _ = shop.trains(ITEMS - 5, (left, right) -> left);
    Eventually.await(() -> recommend(shop, body.formatted("ann")).status() != 200);
    assertThat(recommend(shop, body.formatted("ann")).error())
        .startsWith("cursor belongs to a model that is no longer active");
  }

  @Test
  void goesOnFromTheShorthands() {
    Shop shop = shop();
    Reply first = get(shop, "/api/v1/items/item-30/similar?count=2");
    assertThat(first.items()).containsExactly("item-29", "item-31");
    Reply second =
        recommend(
            shop,
            "{\"placement\": \"similar\", \"seed_items\": [\"item-30\"], \"count\": 2, \"cursor\": "
                + next(first)
                + "}");
    assertThat(second.items()).containsExactly("item-28", "item-32");
  }
}
