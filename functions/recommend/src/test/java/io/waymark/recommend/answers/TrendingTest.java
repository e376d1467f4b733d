package io.waymark.recommend.answers;

import static io.waymark.recommend.Function.get;
import static io.waymark.recommend.Function.recommend;
import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.model.DailyCounts;
import io.waymark.recommend.Function.Reply;
import io.waymark.recommend.Shop;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// R31 — What trends is counted over the days that are asked for.
class TrendingTest {
  private static final int ITEMS = 40;

  /// Of each item how many users liked it on each day, the newest first.
  private static int[][] made(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[][] counts = new int[ITEMS][DailyCounts.DAYS];
    for (int[] item : counts) {
      for (int at = random.nextInt(12); at > 0; at--) {
        item[random.nextInt(DailyCounts.DAYS)] = 1 + random.nextInt(1_000);
      }
    }
    return counts;
  }

  private static DailyCounts packed(int[][] counts) {
    int[] starts = new int[counts.length + 1];
    byte[] days = new byte[counts.length * DailyCounts.DAYS];
    int[] values = new int[days.length];
    int size = 0;
    for (int item = 0; item < counts.length; item++) {
      for (int day = 0; day < DailyCounts.DAYS; day++) {
        if (counts[item][day] > 0) {
          days[size] = (byte) day;
          values[size++] = counts[item][day];
        }
      }
      starts[item + 1] = size;
    }
    return new DailyCounts(
        starts, java.util.Arrays.copyOf(days, size), java.util.Arrays.copyOf(values, size));
  }

  private static List<String> oracle(int[][] counts, int window, double halfLife) {
    double[] sums = new double[ITEMS];
    for (int item = 0; item < ITEMS; item++) {
      for (int day = 0; day < window; day++) {
        sums[item] += counts[item][day] * Math.pow(0.5, day / halfLife);
      }
    }
    return IntStream.range(0, ITEMS)
        .boxed()
        .filter(item -> sums[item] > 0)
        .sorted(Comparator.comparingDouble((Integer item) -> -sums[item]))
        .map(item -> "item-" + item)
        .toList();
  }

  @Test
  void isAsTheOracleHasItForAnyWindow() {
    for (long seed = 1; seed <= 3; seed++) {
      int[][] counts = made(seed);
      Shop shop = new Shop().offers(ITEMS);
      Object _ = shop.trains(ITEMS, (_, _) -> 1, packed(counts));
      for (int window : new int[] {1, 2, 7, 30}) {
        for (double halfLife : new double[] {0.5, 3, Double.POSITIVE_INFINITY}) {
          String decay = Double.isInfinite(halfLife) ? "" : "&half_life_days=" + halfLife;
          Reply reply = get(shop, "/api/v1/trending?count=100&window_days=" + window + decay);
          List<String> expected = oracle(counts, window, halfLife);
          assertThat(reply.items().subList(0, expected.size()))
              .as("seed %d, %d days, half-life %s", seed, window, halfLife)
              .isEqualTo(expected);
          assertThat(reply.sources().stream().filter("trending"::equals)).hasSize(expected.size());
        }
      }
    }
  }

  @Test
  void aHalfLifeAloneCountsThirtyDays() {
    int[][] counts = made(4);
    Shop shop = new Shop().offers(ITEMS);
    Object _ = shop.trains(ITEMS, (_, _) -> 1, packed(counts));
    Reply reply =
        recommend(shop, "{\"placement\": \"trending\", \"half_life_days\": 2, \"count\": 5}");
    assertThat(reply.items()).isEqualTo(oracle(counts, 30, 2).subList(0, 5));
    assertThat(get(shop, "/api/v1/trending?count=2").items()) // as training ranks all it knows
        .containsExactly("item-39", "item-38");
  }

  @Test
  void wrongWindowsAreRefusedByName() { // R12
    Shop shop = new Shop().offers(ITEMS);
    Object _ = shop.trains(ITEMS, (_, _) -> 1, packed(made(5)));
    assertThat(get(shop, "/api/v1/trending?window_days=31").error())
        .startsWith("window_days must be 1-30");
    assertThat(get(shop, "/api/v1/trending?half_life_days=0").error())
        .startsWith("half_life_days must be 0.1-365");
    for (String gap : List.of(",,", "name,,category", "name,", ",name")) {
      assertThat(get(shop, "/api/v1/trending?fields=" + gap).error())
          .as(gap)
          .startsWith("fields has nothing between two commas");
    }
    assertThat(recommend(shop, "{\"window_days\": 3}").error())
        .startsWith("window_days belongs to the placement trending");
    Shop untimed = new Shop().offers(ITEMS);
    Object _ = untimed.trains(ITEMS, (_, _) -> 1);
    assertThat(get(untimed, "/api/v1/trending?window_days=3").error())
        .startsWith("window_days needs a model");
    assertThat(get(untimed, "/api/v1/trending?window_days=3&half_life_days=1").error())
        .startsWith("half_life_days needs a model");
  }
}
