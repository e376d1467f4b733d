package io.waymark.recommend.answers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// R19
class DiversityTest {
  @Test
  void ofNothingChangesNothing() {
    assertThat(Diversity.spread(List.of(0.9, 0.8, 0.1), List.of("a", "a", "b"), 0))
        .containsExactly(0, 1, 2);
    assertThat(Diversity.spread(List.of(), List.of(), 1)).isEmpty();
  }

  @Test
  void inFullTakesTurns() {
    assertThat(
            Diversity.spread(
                List.of(0.9, 0.8, 0.7, 0.6, 0.5, 0.5), List.of("a", "a", "a", "b", "b", "c"), 1))
        .containsExactly(0, 3, 5, 1, 4, 2);
  }

  @Test
  void isTheGreedyChoiceAtEachPlace() {
    long seed = 20260103;
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      List<Double> scores =
          new ArrayList<>(
              IntStream.range(0, random.nextInt(40))
                  .mapToObj(at -> random.nextInt(20) / 20.0)
                  .toList());
      scores.sort(Comparator.reverseOrder());
      List<Integer> groups = scores.stream().map(each -> random.nextInt(6)).toList();
      double strength = random.nextInt(11) / 10.0;
      assertThat(Diversity.spread(scores, groups, strength))
          .as("seed " + seed + ", round " + round)
          .isEqualTo(naive(scores, groups, strength));
    }
  }

  private static List<Integer> naive(List<Double> scores, List<Integer> groups, double strength) {
    List<Integer> left = new ArrayList<>(IntStream.range(0, scores.size()).boxed().toList());
    List<Integer> order = new ArrayList<>();
    Map<Integer, Integer> placed = new HashMap<>();
    while (!left.isEmpty()) {
      double range = scores.getFirst() - scores.getLast();
      Integer best =
          left.stream()
              .max(
                  Comparator.comparingDouble(
                          (Integer at) ->
                              (1 - strength)
                                      * (range > 0
                                          ? 1 - (scores.getFirst() - scores.get(at)) / range
                                          : 0)
                                  + strength / (1.0 + placed.getOrDefault(groups.get(at), 0)))
                      .thenComparing(Comparator.reverseOrder()))
              .orElseThrow();
      left.removeIf(best::equals);
      order.add(best);
      Integer _ = placed.merge(groups.get(best), 1, Integer::sum);
    }
    return order;
  }
}
