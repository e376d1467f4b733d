package io.waymark.model.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.model.History;
import io.waymark.model.ItemMask;
import io.waymark.model.ModelPackageException;
import io.waymark.model.NativeHandles;
import io.waymark.model.Query;
import io.waymark.model.RankedItems;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is found by half precision is what single precision alone would give, also where items are
/// all but alike.
class ScanRecommenderTest {
  private static final int ITEMS = 9_000;
  private static final int WIDTH = 16;
  private static final int COUNT = 25;

  private final SplittableRandom random = new SplittableRandom(7);

  /// Twenty kinds of items; within one they differ by far less than half precision can tell, some
  /// not at all.
  private Part vectors(int items) {
    float[] kinds = new float[20 * WIDTH];
    for (int at = 0; at < kinds.length; at++) {
      kinds[at] = (float) random.nextGaussian();
    }
    float[] vectors = new float[items * WIDTH];
    for (int item = 0; item < items; item++) {
      int kind = random.nextInt(20) * WIDTH;
      boolean same = item % 3 == 0;
      for (int axis = 0; axis < WIDTH; axis++) {
        float own = same ? 0 : (float) random.nextGaussian() * 1e-5f;
        vectors[item * WIDTH + axis] = kinds[kind + axis] + own;
      }
    }
    return FoldInPart.of(
        new Rows(MemorySegment.ofArray(vectors), WIDTH), new float[WIDTH], 0, 0, items);
  }

  private Part counts() {
    float[] counts = new float[ITEMS];
    for (int item = 0; item < ITEMS; item++) {
      counts[item] = random.nextInt(50);
    }
    return new PopularityPart(counts);
  }

  private History history(int items) {
    return new History(random.ints(10, 0, items).toArray(), floats(10));
  }

  private static float[] floats(int count) {
    float[] ones = new float[count];
    java.util.Arrays.fill(ones, 1);
    return ones;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void givesWhatSinglePrecisionWould(boolean blended) {
    Part part = blended ? new BlendPart(vectors(ITEMS), 0.999f, counts(), ITEMS) : vectors(ITEMS);
    ItemMask all = ItemMask.all(ITEMS);
    try (ScanRecommender scan = ScanRecommender.of(part, ITEMS)) {
      for (int question = 0; question < 20; question++) {
        History history = history(ITEMS);
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

  /// Batches around those that are answered by products of bytes, of models around their groups and
  /// blocks, with every kind of filter.
  @ParameterizedTest
  @CsvSource({
    "1, 9000",
    "2, 9000",
    "3, 9000",
    "8, 1",
    "9, 15",
    "16, 17",
    "31, 9000",
    "32, 300",
    "33, 9000",
    "100, 4113"
  })
  void answersABatchAsOneByOne(int users, int items) {
    Part part = new FadingPart(vectors(items), 0.5f, 3, items);
    try (ScanRecommender scan = ScanRecommender.of(part, items, 1)) {
      List<Query> batch = batch(users, items);
      List<String> wanted = oneByOne(scan, batch);
      allowPacking(scan);
      assertThat(texts(scan.recommend(batch))).isEqualTo(wanted);
      assertThat(scan.awaitPacked()).isEqualTo(users > 8);
    }
  }

  /// Of each kind that is answered by products of bytes, with much of the one and of the other.
  @ParameterizedTest
  @CsvSource({
    "VECTORS, 0.5, 9000",
    "VECTORS, 0.999, 300",
    "VECTORS, 1e-6, 9000",
    "NEIGHBOURS, 0.5, 9000",
    "NEIGHBOURS, 0.25, 4113",
    "NEIGHBOURS, 0.999, 300",
    "NEIGHBOURS, 1e-6, 9000",
    "NEIGHBOURS, 1, 17",
    "NEIGHBOURS, 0, 9000",
    "NEIGHBOURS_FIRST, 0.5, 9000",
    "SCATTERED, 0.5, 9000",
    "SCATTERED, 0.9, 4113"
  })
  void answersABatchOfABlendAsOneByOne(Blended blended, float share, int items) {
    Part vectors = vectors(items);
    Part part =
        new FadingPart(
            switch (blended) {
              case VECTORS -> new BlendPart(vectors, share, vectors(items), items);
              case NEIGHBOURS -> new BlendPart(vectors, share, neighbours(items), items);
              case NEIGHBOURS_FIRST -> new BlendPart(neighbours(items), share, vectors, items);
              case SCATTERED ->
                  new BlendPart(scattered(items, 1), share, scattered(items, -1), items);
            },
            0.5f,
            3,
            items);
    try (ScanRecommender scan = ScanRecommender.of(part, items, 1)) {
      List<Query> batch = batch(40, items);
      List<String> wanted = oneByOne(scan, batch);
      allowPacking(scan);
      assertThat(texts(scan.recommend(batch))).isEqualTo(wanted);
      assertThat(scan.awaitPacked()).isTrue();
    }
  }

  enum Blended {
    VECTORS,
    NEIGHBOURS,
    NEIGHBOURS_FIRST,
    SCATTERED
  }

  /// No two alike, and the mean of scores far from 0.
  private Part scattered(int items, float middle) {
    float[] vectors = new float[items * WIDTH];
    for (int at = 0; at < vectors.length; at++) {
      vectors[at] = middle * (at % WIDTH == 0 ? 3 : 0) + (float) random.nextGaussian();
    }
    return FoldInPart.of(
        new Rows(MemorySegment.ofArray(vectors), WIDTH), new float[WIDTH], 0, 0, items);
  }

  /// Of which some speak against an item, and some are none.
  private Part neighbours(int items) {
    int width = 30;
    int[] near = random.ints((long) items * width, 0, items + 1).toArray();
    float[] strengths = new float[near.length];
    for (int at = 0; at < near.length; at++) {
      strengths[at] = (float) random.nextDouble(-0.2, 1);
    }
    return new NeighboursPart(
        MemorySegment.ofArray(near), new Rows(MemorySegment.ofArray(strengths), width), 1, items);
  }

  @Test
  void answersUsersOfWhomNothingIsLeftAmongOthers() {
    Part part = new FadingPart(vectors(ITEMS), 0, 1e-3f, ITEMS);
    int[] manyTimes = random.ints(10, 0, ITEMS).toArray();
    try (ScanRecommender scan = ScanRecommender.of(part, ITEMS, 1)) {
      List<Query> batch = new ArrayList<>(batch(9, ITEMS));
      float[] none = floats(10);
      Arrays.fill(none, Float.MIN_VALUE);
      batch.add(2, new Query(new History(manyTimes, none), ItemMask.all(ITEMS), new int[] {3}, 25));
      List<String> wanted = oneByOne(scan, batch);
      allowPacking(scan);
      assertThat(texts(scan.recommend(batch))).isEqualTo(wanted);
      assertThat(scan.awaitPacked()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
  void refusesVectorsThatAreNoNumbers(float wrong) {
    float[] vectors = new float[ITEMS * WIDTH];
    vectors[ITEMS * WIDTH - 1] = wrong;
    Rows rows = new Rows(MemorySegment.ofArray(vectors), WIDTH);
    assertThatThrownBy(() -> FoldInPart.of(rows, new float[WIDTH], 0, 0, ITEMS))
        .isInstanceOf(ModelPackageException.class)
        .hasMessageContaining("no finite numbers");
  }

  @Test
  void answersBatchesToSeveralAtATimeAndGivesAllBack() throws Exception {
    int open = NativeHandles.open();
    try (ScanRecommender scan = ScanRecommender.of(vectors(ITEMS), ITEMS, 1);
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      allowPacking(scan);
      List<List<Query>> batches = IntStream.range(0, 12).mapToObj(_ -> batch(20, ITEMS)).toList();
      List<Future<List<RankedItems>>> answers =
          batches.stream().map(batch -> threads.submit(() -> scan.recommend(batch))).toList();
      for (int at = 0; at < batches.size(); at++) {
        assertThat(texts(answers.get(at).get())).isEqualTo(oneByOne(scan, batches.get(at)));
      }
      assertThat(NativeHandles.open()).isEqualTo(open + 1);
    }
    assertThat(NativeHandles.open()).isEqualTo(open);
  }

  private static void allowPacking(ScanRecommender scan) {
    scan.pack(
        failure -> {
          throw new AssertionError(failure);
        });
  }

  private List<Query> batch(int users, int items) {
    BitSet some = new BitSet();
    for (int item = 0; item < items; item++) {
      some.set(item, random.nextInt(3) == 0);
    }
    BitSet few = new BitSet();
    few.set(items / 2);
    List<ItemMask> masks =
        List.of(ItemMask.all(items), ItemMask.of(items, some), ItemMask.of(items, few));
    return IntStream.range(0, users)
        .mapToObj(
            each ->
                new Query(
                    each % 9 == 4 ? History.EMPTY : history(items),
                    masks.get(each % 7 == 3 ? each % 2 + 1 : 0),
                    random.ints(random.nextInt(60), -1, items).toArray(),
                    each % 11 == 5 ? items : 1 + each))
        .toList();
  }

  private static List<String> oneByOne(ScanRecommender scan, List<Query> batch) {
    return texts(
        batch.stream()
            .map(
                each ->
                    scan.recommend(each.history(), each.allowed(), each.excluded(), each.count()))
            .toList());
  }

  /// Items, scores and reasons.
  private static List<String> texts(List<RankedItems> answers) {
    return answers.stream()
        .map(
            ranked ->
                IntStream.range(0, ranked.size())
                    .mapToObj(
                        at -> ranked.item(at) + " " + ranked.score(at) + " " + ranked.because(at))
                    .collect(Collectors.joining(", ")))
        .toList();
  }
}
