package io.waymark.model.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BestTest {
  private static final int ITEMS = 2_000;

  /// Against a sort of all, with scores of which many are equal.
  @Test
  void keepsWhatMayBeAmongTheBest() {
    SplittableRandom random = new SplittableRandom(3);
    for (int round = 0; round < 300; round++) {
      int count = 1 + random.nextInt(round % 3 == 0 ? ITEMS : 30);
      float error = round % 2 == 0 ? 0 : 0.01f;
      int kinds = 1 + random.nextInt(ITEMS);
      float[] exact = new float[ITEMS];
      float[] seen = new float[ITEMS];
      for (int item = 0; item < ITEMS; item++) {
        exact[item] = random.nextInt(kinds) / (float) kinds;
        seen[item] = exact[item];
        if (error > 0) {
          seen[item] += (float) random.nextDouble(-error, error);
        }
      }
      Best best = new Best(count, error + 1e-6f * (error > 0 ? 1 : 0));
      best.look(seen, 0, 777, item -> item % 5 > 0);
      float[] rest = java.util.Arrays.copyOfRange(seen, 777, ITEMS);
      best.look(rest, 777, ITEMS, item -> item % 5 > 0);
      int[] wanted =
          IntStream.range(0, ITEMS)
              .filter(item -> item % 5 > 0)
              .boxed()
              .sorted(Comparator.comparingDouble((Integer item) -> -exact[item]))
              .limit(count)
              .mapToInt(Integer::intValue)
              .toArray();
      assertThat(IntStream.of(best.items()).boxed().collect(Collectors.toSet()))
          .containsAll(IntStream.of(wanted).boxed().toList());
      assertThat(best.items()).isSorted();
    }
  }

  @Test
  void asksAboutFewOfMany() {
    SplittableRandom random = new SplittableRandom(4);
    float[] scores = new float[ITEMS];
    for (int item = 0; item < ITEMS; item++) {
      scores[item] = (float) random.nextDouble();
    }
    AtomicInteger asked = new AtomicInteger();
    Best best = new Best(10, 0);
    best.look(scores, 0, ITEMS, _ -> asked.incrementAndGet() > 0);
    assertThat(best.items()).hasSize(10);
    assertThat(asked.get()).isLessThan(150);
  }

  @Test
  void keepsNoMoreInMindWhereEachIsBetterThanTheOneBefore() {
    int many = 100_000;
    float[] scores = new float[many];
    for (int item = 0; item < many; item++) {
      scores[item] = item;
    }
    Best best = new Best(10, 0);
    best.look(scores, 0, many, _ -> true);
    assertThat(best.items()).hasSize(10).startsWith(many - 10);
    assertThat(best.room()).isLessThan(1_000);
  }
}
