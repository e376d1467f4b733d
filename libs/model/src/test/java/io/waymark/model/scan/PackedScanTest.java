package io.waymark.model.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.model.History;
import io.waymark.model.ItemMask;
import io.waymark.model.NativeHandles;
import io.waymark.model.Query;
import io.waymark.model.RankedItems;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// One user answered by packed products of bytes gets what the scan gives: items, scores and
/// reasons.
class PackedScanTest {
  private static final int ITEMS = 3_000;
  private static final int WIDTH = 16;

  private final SplittableRandom random = new SplittableRandom(11);
  private final List<Throwable> told = new ArrayList<>();

  /// Sizes around those of groups; items all different, of a few kinds with ties, with vectors of
  /// zeros, and all alike.
  @ParameterizedTest
  @CsvSource({
    "1, 0",
    "2, 20",
    "15, 0",
    "16, 3",
    "17, 0",
    "300, 20",
    "3000, 0",
    "3000, 20",
    "9001, 5",
    "4113, 1"
  })
  void givesWhatTheScanGives(int items, int kinds) {
    assertSame(vectors(items, kinds), items);
  }

  /// Of each kind that is answered by products of bytes, with much of the one and of the other.
  @ParameterizedTest
  @CsvSource({
    "VECTORS, 0.5, 3000",
    "VECTORS, 1e-6, 3000",
    "NEIGHBOURS, 0.5, 9000",
    "NEIGHBOURS, 0.999, 300",
    "NEIGHBOURS, 1e-6, 3000",
    "NEIGHBOURS, 1, 17",
    "NEIGHBOURS, 0, 3000",
    "NEIGHBOURS_FIRST, 0.5, 4113"
  })
  void givesWhatTheScanGivesOfBlends(Blended blended, float share, int items) {
    Part part =
        switch (blended) {
          case VECTORS -> new BlendPart(vectors(items, 20), share, vectors(items, 0), items);
          case NEIGHBOURS -> new BlendPart(vectors(items, 20), share, neighbours(items), items);
          case NEIGHBOURS_FIRST ->
              new BlendPart(neighbours(items), share, vectors(items, 0), items);
        };
    assertSame(part, items);
  }

  enum Blended {
    VECTORS,
    NEIGHBOURS,
    NEIGHBOURS_FIRST
  }

  private void assertSame(Part vectors, int items) {
    Part part = new FadingPart(vectors, 0.5f, 3, items);
    try (ScanRecommender scanned = ScanRecommender.of(part, items, 1);
        ScanRecommender packed = packed(part, items)) {
      for (Query query : queries(items)) {
        assertThat(text(packed, query)).isEqualTo(text(scanned, query));
      }
      // A few at once, too few for a batch, each by itself.
      List<Query> few = queries(items).subList(0, 5);
      assertThat(packed.recommend(few).stream().map(PackedScanTest::text).toList())
          .isEqualTo(scanned.recommend(few).stream().map(PackedScanTest::text).toList());
    }
  }

  @Test
  void leavesUsersOfWhomNothingIsLeftToTheScan() {
    Part part = new FadingPart(vectors(ITEMS, 20), 0, 1e-3f, ITEMS);
    float[] none = new float[10];
    Arrays.fill(none, Float.MIN_VALUE);
    History faded = new History(random.ints(10, 0, ITEMS).toArray(), none);
    Query query = new Query(faded, ItemMask.all(ITEMS), new int[] {3}, 25);
    try (ScanRecommender scanned = ScanRecommender.of(part, ITEMS, 1);
        ScanRecommender packed = packed(part, ITEMS)) {
      assertThat(text(packed, query)).isEqualTo(text(scanned, query));
    }
  }

  @Test
  void isMadeOnceItMayAndPays() {
    Part part = vectors(ITEMS, 0);
    int open = NativeHandles.open();
    try (ScanRecommender scan = ScanRecommender.of(part, ITEMS, 1)) {
      ask(scan, 2 * Packing.QUESTIONS);
      assertThat(scan.recommend(queries(ITEMS).subList(0, 9))).hasSize(9);
      assertThat(scan.awaitPacked()).as("it may not").isFalse();
      assertThat(scan.bytes()).isEqualTo(part.heapBytes());
      scan.pack(told::add);
      assertThat(scan.bytes()).isEqualTo(part.heapBytes() + scan.packing());
      ask(scan, Packing.QUESTIONS - 1);
      assertThat(scan.awaitPacked()).as("too little was asked").isFalse();
      ask(scan, 1);
      assertThat(scan.awaitPacked()).isTrue();
      assertThat(NativeHandles.open()).isEqualTo(open + 1);
    }
    assertThat(NativeHandles.open()).isEqualTo(open);
    assertThat(told).isEmpty();
  }

  @Test
  void isNotMadeOfFewItemsNorOfWhatHasNoVectors() {
    try (ScanRecommender small = ScanRecommender.of(vectors(ITEMS, 0), ITEMS);
        ScanRecommender counts =
            ScanRecommender.of(new PopularityPart(new float[ITEMS]), ITEMS, 1)) {
      for (ScanRecommender each : List.of(small, counts)) {
        assertThat(each.packing()).isZero();
        each.pack(told::add);
        ask(each, Packing.QUESTIONS);
        assertThat(each.awaitPacked()).isFalse();
      }
    }
    assertThat(told).isEmpty();
  }

  /// Without a library, or without memory.
  @ParameterizedTest
  @CsvSource({"java.lang.UnsatisfiedLinkError", "java.lang.OutOfMemoryError"})
  void answersByTheScanWhereItCannotBeMade(Class<? extends Error> failure) {
    Part part = vectors(ITEMS, 20);
    AtomicInteger tries = new AtomicInteger();
    try (ScanRecommender failing =
            ScanRecommender.of(
                part,
                ITEMS,
                1,
                (_, _) -> {
                  tries.incrementAndGet();
                  throw thrown(failure);
                });
        ScanRecommender scanned = ScanRecommender.of(part, ITEMS, 1)) {
      failing.pack(told::add);
      ask(failing, Packing.QUESTIONS);
      assertThat(failing.awaitPacked()).isFalse();
      ask(failing, 3 * Packing.QUESTIONS);
      for (Query query : queries(ITEMS)) {
        assertThat(text(failing, query)).isEqualTo(text(scanned, query));
      }
      assertThat(failing.awaitPacked()).isFalse();
      assertThat(failing.bytes()).isEqualTo(part.heapBytes());
    }
    assertThat(tries).hasValue(1);
    assertThat(told).singleElement().isInstanceOf(failure);
  }

  private static Error thrown(Class<? extends Error> failure) {
    return failure.equals(OutOfMemoryError.class)
        ? new OutOfMemoryError("made up")
        : new UnsatisfiedLinkError("made up");
  }

  /// Nobody may free the vectors under the one who packs them.
  @Test
  void waitsAtItsEndForWhatIsBeingMade() throws Exception {
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    AtomicInteger ended = new AtomicInteger();
    int open = NativeHandles.open();
    ScanRecommender scan =
        ScanRecommender.of(
            vectors(ITEMS, 0),
            ITEMS,
            1,
            (vectors, items) -> {
              began.countDown();
              try {
                mayEnd.await();
              } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
              }
              ByteTable table = ByteTable.of(vectors, items);
              ended.incrementAndGet();
              return table;
            });
    scan.pack(told::add);
    ask(scan, Packing.QUESTIONS);
    began.await();
    ask(scan, Packing.QUESTIONS); // answered meanwhile
    Thread closing = Thread.ofPlatform().start(scan::close);
    mayEnd.countDown();
    closing.join();
    assertThat(ended).hasValue(1);
    assertThat(NativeHandles.open()).isEqualTo(open);
    assertThat(told).isEmpty();
  }

  @Test
  void answersSeveralAtATimeBeforeAndAfter() throws Exception {
    Part part = vectors(9_000, 20);
    int open = NativeHandles.open();
    try (ScanRecommender scanned = ScanRecommender.of(part, 9_000, 1);
        ScanRecommender packed = ScanRecommender.of(part, 9_000, 1);
        ExecutorService threads = Executors.newFixedThreadPool(6)) {
      packed.pack(told::add);
      List<Query> queries =
          IntStream.range(0, 12).boxed().flatMap(_ -> queries(9_000).stream()).toList();
      List<Future<String>> answers =
          queries.stream().map(query -> threads.submit(() -> text(packed, query))).toList();
      for (int at = 0; at < queries.size(); at++) {
        assertThat(answers.get(at).get()).isEqualTo(text(scanned, queries.get(at)));
      }
      assertThat(packed.awaitPacked()).isTrue();
    }
    assertThat(NativeHandles.open()).isEqualTo(open);
    assertThat(told).isEmpty();
  }

  @Test
  void refusesAMaskOfOtherItems() {
    try (ScanRecommender packed = packed(vectors(ITEMS, 0), ITEMS)) {
      assertThatThrownBy(
              () -> packed.recommend(history(ITEMS, 3, 1), ItemMask.all(ITEMS - 1), new int[0], 5))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private ScanRecommender packed(Part part, int items) {
    ScanRecommender scan = ScanRecommender.of(part, items, 1);
    scan.pack(told::add);
    ask(scan, Packing.QUESTIONS);
    assertThat(scan.awaitPacked()).as("%s", told).isTrue();
    return scan;
  }

  private void ask(ScanRecommender scan, int questions) {
    for (int question = 0; question < questions; question++) {
      // Of which some are too few to look at all items for.
      RankedItems _ =
          scan.recommend(history(scan.items(), 5, 1), ItemMask.all(scan.items()), new int[0], 3);
    }
  }

  /// @param kinds that items are of, within which some are alike and some nearly; 0: none
  private Part vectors(int items, int kinds) {
    float[] middles = floats(Math.max(1, kinds) * WIDTH, kinds == 0 ? 0 : 1);
    float[] vectors = floats(items * WIDTH, kinds == 0 ? 1 : 1e-5f);
    for (int item = 0; item < items; item++) {
      int kind = kinds == 0 ? 0 : random.nextInt(kinds);
      for (int axis = 0; axis < WIDTH; axis++) {
        int at = item * WIDTH + axis;
        float own = kinds > 0 && item % 3 == 0 ? 0 : vectors[at];
        vectors[at] = item % 50 == 49 ? 0 : middles[kind * WIDTH + axis] + own;
      }
    }
    return FoldInPart.of(
        new Rows(MemorySegment.ofArray(vectors), WIDTH), new float[WIDTH], 0, 0, items);
  }

  private float[] floats(int count, float size) {
    float[] floats = new float[count];
    for (int at = 0; at < count; at++) {
      floats[at] = size * (float) random.nextGaussian();
    }
    return floats;
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

  private History history(int items, int length, float weight) {
    float[] weights = new float[length];
    Arrays.fill(weights, weight);
    return new History(random.ints(length, 0, items).toArray(), weights);
  }

  /// Histories of every kind, each with masks that allow all, many, few, one and none, nothing and
  /// everything excluded, one item and more than there are wanted.
  private List<Query> queries(int items) {
    List<History> histories =
        List.of(
            history(items, 10, 1),
            history(items, 60, 3),
            history(items, 1, 1),
            history(items, 4, 1e30f),
            history(items, 4, Float.POSITIVE_INFINITY),
            history(items, 4, Float.NaN),
            history(items, 4, -1),
            History.EMPTY);
    List<ItemMask> masks =
        List.of(
            ItemMask.all(items),
            mask(items, 2),
            mask(items, 30),
            mask(items, items),
            ItemMask.of(items, new BitSet()));
    List<int[]> excluded =
        List.of(
            new int[0],
            random.ints(60, -1, items).toArray(),
            IntStream.range(0, items).toArray(),
            IntStream.range(0, items).filter(item -> item % 7 > 0).toArray());
    List<Query> queries = new ArrayList<>();
    for (History history : histories) {
      for (ItemMask mask : masks) {
        queries.add(new Query(history, mask, excluded.get(queries.size() % 4), 20));
        queries.add(new Query(history, mask, excluded.get(queries.size() % 3), 1));
      }
      queries.add(new Query(history, masks.get(0), excluded.get(0), items + 5));
    }
    return queries;
  }

  /// Of which one of so many is allowed.
  private ItemMask mask(int items, int of) {
    BitSet allowed = new BitSet(items);
    random.ints(Math.max(1, items / of), 0, items).forEach(allowed::set);
    return ItemMask.of(items, allowed);
  }

  private static String text(ScanRecommender scan, Query query) {
    return text(scan.recommend(query.history(), query.allowed(), query.excluded(), query.count()));
  }

  private static String text(RankedItems ranked) {
    return IntStream.range(0, ranked.size())
        .mapToObj(at -> ranked.item(at) + " " + ranked.score(at) + " " + ranked.because(at))
        .collect(Collectors.joining(", "));
  }
}
