package io.waymark.recommend.answers;

import static io.waymark.recommend.Function.recommend;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.recommend.Function.Reply;
import io.waymark.recommend.Shop;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Seeded random questions against the naive list of what may come. R1, R2, R5, R8
class OracleTest {
  private static final int ITEMS = 40;
  private static final ObjectMapper JSON = new ObjectMapper();

  private record Kept(String filter, IntPredicate matches) {}

  private static final List<Kept> FILTERS =
      List.of(
          new Kept("", item -> true),
          new Kept("item.category == 'even'", item -> item % 2 == 0),
          new Kept("item.price < 10", item -> item + 0.5 < 10),
          new Kept("item.size == 2 || item.price > 35.0", item -> item % 3 == 2 || item >= 35),
          new Kept("!(item.category in ['even'])", item -> item % 2 == 1),
          new Kept("item.name == 'nothing'", item -> false));

  @Test
  void everyListIsFullAndKeepsItsBounds() throws Exception {
    Random random = new Random(20260102);
    Shop shop = new Shop().offers(ITEMS);
    Object _ = shop.trains(ITEMS - 10, (left, right) -> (left * 7 + right * 13) % 11);
    Shop stranger = new Shop().offers(3);
    for (int user = 0; user < 8; user++) {
      for (int event = 0; event < user * 4; event++) {
        shop.event("u" + user, "view", random.nextInt(ITEMS), event);
      }
    }
    for (int round = 0; round < 250; round++) {
      Kept kept = FILTERS.get(random.nextInt(FILTERS.size()));
      Set<Integer> excluded = new HashSet<>();
      for (int at = random.nextInt(30); at > 0; at--) {
        excluded.add(random.nextInt(ITEMS));
      }
      int count = 1 + random.nextInt(60);
      ObjectNode body = JSON.createObjectNode().put("count", count);
      if (!kept.filter().isEmpty()) {
        body.put("filter", kept.filter());
      }
      excluded.forEach(item -> body.withArray("exclude_items").add(Shop.id(item).value()));
      String user = "u" + random.nextInt(10);
      body.put("user_id", user);
      Reply reply = recommend(shop, JSON.writeValueAsString(body));

      List<String> allowed = new ArrayList<>();
      IntStream.range(0, ITEMS)
          .filter(kept.matches())
          .filter(item -> !excluded.contains(item))
          .forEach(item -> allowed.add(Shop.id(item).value()));
      assertThat(reply.items())
          .as(body.toString())
          .doesNotHaveDuplicates()
          .isSubsetOf(allowed)
          .hasSize(Math.min(count, allowed.size()));
      RecommendTest.assertScoresFall(reply);
    }
    assertThat(recommend(stranger, "{\"user_id\": \"u7\", \"count\": 100}").items())
        .containsExactly("item-2", "item-1", "item-0");
  }
}
