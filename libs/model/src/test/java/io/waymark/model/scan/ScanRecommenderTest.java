package io.waymark.model.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.model.History;
import io.waymark.model.ItemMask;
import io.waymark.model.Query;
import io.waymark.model.RankedItems;
import java.lang.foreign.MemorySegment;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is found by half precision is what single precision alone would give, also where items are
/// all but alike.
class ScanRecommenderTest {
  private static final int ITEMS = 9_000;
  private static final int WIDTH = 16;
  private static final int COUNT = 25;

  private final SplittableRandom random = new SplittableRandom(7);

  /// Twenty kinds of items; within one they differ by far less than half precision can tell.
  private Part vectors() {
    float[] kinds = new float[20 * WIDTH];
    for (int at = 0; at < kinds.length; at++) {
      kinds[at] = (float) random.nextGaussian();
    }
    float[] vectors = new float[ITEMS * WIDTH];
    for (int item = 0; item < ITEMS; item++) {
      int kind = random.nextInt(20) * WIDTH;
      for (int axis = 0; axis < WIDTH; axis++) {
        vectors[item * WIDTH + axis] = kinds[kind + axis] + (float) random.nextGaussian() * 1e-5f;
      }
    }
    return FoldInPart.of(
        new Rows(MemorySegment.ofArray(vectors), WIDTH), new float[WIDTH], 0, 0, ITEMS);
  }

  private Part counts() {
    float[] counts = new float[ITEMS];
    for (int item = 0; item < ITEMS; item++) {
      counts[item] = random.nextInt(50);
    }
    return new PopularityPart(counts);
  }

  private History history() {
    return new History(random.ints(10, 0, ITEMS).toArray(), floats(10));
  }

  private static float[] floats(int count) {
    float[] ones = new float[count];
    java.util.Arrays.fill(ones, 1);
    return ones;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void givesWhatSinglePrecisionWould(boolean blended) {
    Part part = blended ? new BlendPart(vectors(), 0.999f, counts(), ITEMS) : vectors();
    ItemMask all = ItemMask.all(ITEMS);
    try (ScanRecommender scan = ScanRecommender.of(part, ITEMS)) {
      for (int question = 0; question < 20; question++) {
        History history = history();
        Scoring exact = part.scoring(Events.of(history), new Scratch(ITEMS));
        List<Integer> wanted =
            IntStream.range(0, ITEMS)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer item) -> -exact.exact(item)))
                .limit(COUNT)
                .toList();
        RankedItems answer = scan.recommend(history, all, new int[0], COUNT);
        assertThat(IntStream.range(0, COUNT).mapToObj(answer::item).toList()).isEqualTo(wanted);
      }
    }
  }

  @Test
  void leavesOutWhatIsNoNumber() {
    float[] counts = {1, Float.NaN, 3, Float.NEGATIVE_INFINITY};
    try (ScanRecommender scan = ScanRecommender.of(new PopularityPart(counts), 4)) {
      RankedItems ranked = scan.recommend(History.EMPTY, ItemMask.all(4), new int[0], 4);
      assertThat(ranked).hasToString("[2, 0]");
    }
  }

  @Test
  void answersABatchAsOneByOne() {
    ItemMask all = ItemMask.all(ITEMS);
    try (ScanRecommender scan = ScanRecommender.of(vectors(), ITEMS)) {
      List<Query> batch =
          IntStream.range(0, 71)
              .mapToObj(
                  each ->
                      new Query(
                          each % 9 == 0 ? History.EMPTY : history(),
                          all,
                          new int[] {each},
                          1 + each))
              .toList();
      List<String> alone =
          batch.stream()
              .map(
                  each ->
                      scan.recommend(each.history(), each.allowed(), each.excluded(), each.count())
                          .toString())
              .toList();
      assertThat(scan.recommend(batch)).extracting(RankedItems::toString).isEqualTo(alone);
    }
  }
}
