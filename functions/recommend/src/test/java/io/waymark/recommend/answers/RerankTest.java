package io.waymark.recommend.answers;

import static io.waymark.recommend.Function.recommend;
import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.recommend.Function.Reply;
import io.waymark.recommend.Shop;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// R16
class RerankTest {
  private static Shop shop() {
    Shop shop = new Shop().offers(12);
    Object _ = shop.trains(12, (left, right) -> Math.max(0, 5 - Math.abs(left - right)));
    return shop;
  }

  private static Reply rerank(Shop shop, String user, List<String> candidates, String more) {
    return recommend(
        shop,
        "{\"placement\": \"rerank\", \"user_id\": \"%s\", \"candidate_items\": [%s]%s}"
            .formatted(
                user,
                candidates.stream().map(id -> "\"" + id + "\"").collect(Collectors.joining(", ")),
                more));
  }

  @Test
  void putsFirstWhatTheModelMakesOfTheHistory() {
    Shop shop = shop().event("ann", "purchase", 3, 5);
    Reply reply = rerank(shop, "ann", List.of("item-8", "item-5", "item-3", "item-4"), "");
    assertThat(reply.items()).containsExactly("item-3", "item-4", "item-5", "item-8");
    assertThat(reply.sources()).containsOnly("model");
    assertThat(reply.body().path("recommendations").path(1).path("reason").asText())
        .isEqualTo("Because you bought Item 3");
    RecommendTest.assertScoresFall(reply);
  }

  @Test
  void keepsTheOrderOfWhatNobodyOffersAtTheEnd() {
    Shop shop = shop().event("ann", "purchase", 3, 5).withdraws(4);
    shop.offers(Shop.item(40));
    Reply reply =
        rerank(shop, "ann", List.of("zebra", "item-40", "item-4", "item-5", "apple", "item-2"), "");
    assertThat(reply.items())
        .containsExactly("item-2", "item-5", "item-40", "zebra", "item-4", "apple");
    assertThat(reply.sources())
        .containsExactly("model", "model", "given", "given", "given", "given");
  }

  @Test
  void putsWhatTheUserRefusedBehindTheRest() {
    Shop shop = shop().event("ann", "like", 3, 9).event("ann", "dislike", 4, 5);
    assertThat(rerank(shop, "ann", List.of("x", "item-4", "item-11", "item-2"), "").items())
        .containsExactly("item-2", "item-11", "item-4", "x");
  }

  @Test
  void ranksByPopularityForUsersNobodyHasSeenAndByTheSessionForGuests() {
    List<String> given = List.of("item-2", "item-9", "item-6");
    assertThat(rerank(shop(), "new", given, "").items())
        .containsExactly("item-9", "item-6", "item-2");
    Reply guest =
        recommend(
            shop(),
            "{\"placement\": \"rerank\", \"session_items\": [\"item-5\"], \"candidate_items\":"
                + " [\"item-2\", \"item-9\", \"item-6\"]}");
    assertThat(guest.items()).containsExactly("item-6", "item-2", "item-9");
    assertThat(guest.sources()).containsOnly("session");
  }

  @Test
  void givesBackAThousandWithoutAModelOrACatalogue() {
    List<String> given = IntStream.range(0, 1_000).mapToObj(at -> "thing " + at).toList();
    assertThat(rerank(new Shop(), "ann", given, "").items()).isEqualTo(given);
  }

  @Test
  void givesThePartThatIsAskedFor() {
    assertThat(rerank(shop(), "new", List.of("item-2", "item-9"), ", \"count\": 1").items())
        .containsExactly("item-9");
  }
}
