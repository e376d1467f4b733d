package io.waymark.loadtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.waymark.loadtests.ShopData.Visit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShopDataTest {
  private static final Instant END = Instant.parse("2026-11-21T12:00:00Z");

  @TempDir private Path folder;

  @Test
  void givesTheSameRowsForTheSameSeedAndOthersForAnother() {
    assertThat(ShopData.until(END, 7)).isEqualTo(ShopData.until(END, 7));
    assertThat(ShopData.until(END, 7)).isNotEqualTo(ShopData.until(END, 8));
  }

  @Test
  void hasAlwaysTheSameSize() throws IOException {
    ShopData data = ShopData.until(END, ShopData.SEED);
    Path items = folder.resolve("items.csv");
    Path interactions = folder.resolve("interactions.csv");
    ShopData.writeItems(items);
    data.writeInteractions(interactions);
    assertThat(Files.readAllLines(items).stream().skip(1).distinct()).hasSize(6_000);
    assertThat(Files.readAllLines(interactions)).hasSize(100_001);
    assertThat(data.visits().stream().map(Visit::user).distinct()).hasSize(2_000);
  }

  @Test
  void plantsTastes() {
    Map<String, Map<Integer, Long>> styles =
        ShopData.until(END, ShopData.SEED).visits().stream()
            .collect(
                Collectors.groupingBy(
                    Visit::user,
                    Collectors.groupingBy(
                        visit -> ShopData.styleOf(number(visit.item())), Collectors.counting())));
    for (int user = 0; user < 50; user++) {
      Map<Integer, Long> own = styles.getOrDefault(ShopData.user(user), Map.of());
      Integer most =
          own.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
      assertThat(most).as("user %d", user).isEqualTo(ShopData.favourite(user));
    }
  }

  /// The slope of frequency over rank, both in logarithms, of the ranks with many draws.
  @Test
  void drawsByZipf() {
    SplittableRandom random = new SplittableRandom(3);
    Zipf zipf = new Zipf(1_000, 0.8);
    double[] counts = new double[1_000];
    for (int draw = 0; draw < 1_000_000; draw++) {
      counts[zipf.draw(random)]++;
    }
    assertThat(slope(counts, 200)).isEqualTo(-0.8, within(0.03));
  }

  @Test
  void drawsEveryRankAndNoOther() {
    SplittableRandom random = new SplittableRandom(5);
    Zipf zipf = new Zipf(3, 1);
    Map<Integer, Long> ranks =
        random
            .ints(10_000)
            .mapToObj(_ -> zipf.draw(random))
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    List<Integer> frequentFirst =
        ranks.entrySet().stream()
            .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
            .map(Map.Entry::getKey)
            .toList();
    assertThat(frequentFirst).containsExactly(0, 1, 2);
  }

  private static double slope(double[] counts, int ranks) {
    double sumX = 0;
    double sumY = 0;
    double sumXx = 0;
    double sumXy = 0;
    for (int rank = 0; rank < ranks; rank++) {
      double x = Math.log(rank + 1.0);
      double y = Math.log(counts[rank]);
      sumX += x;
      sumY += y;
      sumXx += x * x;
      sumXy += x * y;
    }
    return (ranks * sumXy - sumX * sumY) / (ranks * sumXx - sumX * sumX);
  }

  private static int number(String item) {
    return Integer.parseInt(item.substring("item_".length())) - 1;
  }
}
