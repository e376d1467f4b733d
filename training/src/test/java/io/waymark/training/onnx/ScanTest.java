package io.waymark.training.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.waymark.model.History;
import io.waymark.model.ItemMask;
import io.waymark.model.OnnxRecommender;
import io.waymark.model.Query;
import io.waymark.model.RankedItems;
import io.waymark.model.Recommender;
import io.waymark.model.scan.ScanPlan;
import io.waymark.model.scan.ScanRecommender;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A scan and the graph it stands for give the same lists, for each kind of graph and whatever is
/// asked: the graph in its runtime is the oracle.
class ScanTest {
  /// More than one piece of the scan.
  private static final int ITEMS = 5_000;

  private static final int QUESTIONS = 60;
  private static final int MOST_EVENTS = 120;

  /// Half of what a graph may be away from the exact solution.
  private static final double CLOSE = 5e-4;

  @TempDir Path folder;

  static Stream<Arguments> graphs() {
    RecommenderGraph folding = foldIn(ITEMS, 24, 0, FoldIn.Loss.ALL_PAIRS);
    RecommenderGraph weighed = foldIn(ITEMS, 64, 2.5f, FoldIn.Loss.ALL_PAIRS);
    RecommenderGraph near = neighbours(ITEMS, 12);
    return Stream.of(
        Arguments.of(Named.of("vectors", folding), ITEMS),
        Arguments.of(Named.of("vectors, weighed", weighed), ITEMS),
        Arguments.of(
            Named.of("vectors of a width not by four", foldIn(300, 7, 1, FoldIn.Loss.ALL_PAIRS)),
            300),
        Arguments.of(
            Named.of("vectors of Spark", foldIn(ITEMS, 24, 1.5f, FoldIn.Loss.MISSING_AS_ZERO)),
            ITEMS),
        Arguments.of(
            Named.of("vectors, batches by bytes", foldIn(20_000, 8, 0, FoldIn.Loss.ALL_PAIRS)),
            20_000),
        Arguments.of(Named.of("neighbours", near), ITEMS),
        Arguments.of(Named.of("a matrix", itemWeights(400, false)), 400),
        Arguments.of(Named.of("a matrix that abstains", itemWeights(400, true)), 400),
        Arguments.of(Named.of("popularity", new PopularityGraph(counts(ITEMS))), ITEMS),
        Arguments.of(
            Named.of("vectors and neighbours", new BlendGraph(weighed, 0.75f, near)), ITEMS),
        Arguments.of(Named.of("vectors, fading", new FadingGraph(weighed, 0.2f, 20)), ITEMS),
        Arguments.of(
            Named.of(
                "neighbours and a matrix, fading",
                new FadingGraph(
                    new BlendGraph(neighbours(400, 9), 0.5f, itemWeights(400, false)), 0, 5)),
            400),
        Arguments.of(
            Named.of(
                "a matrix and neighbours",
                new BlendGraph(itemWeights(400, true), 0.5f, neighbours(400, 9))),
            400));
  }

  private static FoldInGraph foldIn(int items, int width, float scale, FoldIn.Loss loss) {
    SplittableRandom random = new SplittableRandom(items + width);
    float[] vectors = new float[items * width];
    for (int item = 0; item < items; item++) {
      double popularity = 1 / (1 + 5.0 * item / items);
      for (int at = 0; at < width; at++) {
        vectors[item * width + at] =
            (float) (random.nextGaussian() * popularity * 0.5 / Math.sqrt(1 + at / 4.0));
      }
    }
    float[] gram = new float[width * width];
    for (int row = 0; row < width; row++) {
      for (int column = 0; column < width; column++) {
        double sum = 0;
        for (int at = 0; at < vectors.length; at += width) {
          sum += (double) vectors[at + row] * vectors[at + column];
        }
        gram[row * width + column] = (float) sum;
      }
    }
    return new FoldInGraph(vectors, width, gram, new FoldIn(loss, 0.1f, 0.005f, scale, 3));
  }

  private static NeighboursGraph neighbours(int items, int width) {
    SplittableRandom random = new SplittableRandom(width);
    int[] near = new int[items * width];
    float[] strengths = new float[near.length];
    for (int at = 0; at < near.length; at++) {
      boolean pads = random.nextInt(10) == 0;
      near[at] = pads ? items : (at / width + 1 + at % width * 7) % items;
      strengths[at] = pads ? 0 : (float) random.nextDouble(-0.2, 1);
    }
    return new NeighboursGraph(near, strengths, width, 1.5f);
  }

  private static ItemWeightsGraph itemWeights(int items, boolean abstains) {
    SplittableRandom random = new SplittableRandom(3);
    float[][] matrix = new float[items][items];
    for (float[] row : matrix) {
      for (int at = 0; at < items; at++) {
        row[at] = (float) random.nextGaussian();
      }
    }
    return new ItemWeightsGraph(matrix, 0, abstains);
  }

  /// Many are equal.
  private static float[] counts(int items) {
    float[] counts = new float[items];
    for (int at = 0; at < items; at++) {
      counts[at] = at * 7919 % 50;
    }
    return counts;
  }

  @ParameterizedTest
  @MethodSource("graphs")
  void givesTheListsOfTheGraph(RecommenderGraph graph, int items) throws Exception {
    Path file = folder.resolve("model.onnx");
    graph.write(file).write(folder);
    ScanPlan plan = ScanPlan.read(folder.resolve("scan.json"));
    SplittableRandom random = new SplittableRandom(11);
    int places = 0;
    int sameReasons = 0;
    List<Query> batch = new ArrayList<>();
    List<String> alone = new ArrayList<>();
    try (Recommender reference = OnnxRecommender.load(file, items);
        Recommender scan = ScanRecommender.load(file, plan, items)) {
      for (int question = 0; question < QUESTIONS; question++) {
        History history = history(random, items);
        ItemMask allowed = allowed(random, items);
        int[] excluded = random.ints(random.nextInt(60), -1, items).toArray();
        int count = question % 8 == 0 ? 1 + random.nextInt(items + 10) : 1 + random.nextInt(40);
        RankedItems wanted = reference.recommend(history, allowed, excluded, count);
        RankedItems answer = scan.recommend(history, allowed, excluded, count);
        batch.add(new Query(history, allowed, excluded, count));
        alone.add(answer.toString());
        assertThat(answer.size()).isEqualTo(wanted.size());
        for (int rank = 0; rank < wanted.size(); rank++) {
          double room = CLOSE * Math.max(1, Math.abs(wanted.score(0)));
          assertThat(answer.score(rank)).isCloseTo(wanted.score(rank), within((float) room));
          assertSameItem(answer, wanted, rank, room);
          places++;
          sameReasons += answer.because(rank) == wanted.because(rank) ? 1 : 0;
        }
      }
      assertThat(scan.recommend(batch)).extracting(RankedItems::toString).isEqualTo(alone);
    }
    assertThat(places).isGreaterThan(500);
    // The graph itself looks for reasons with half of the steps.
    assertThat((double) sameReasons / places).isGreaterThan(0.98);
  }

  /// What is as good as equal may stand in either order.
  private static void assertSameItem(
      RankedItems answer, RankedItems wanted, int rank, double room) {
    if (answer.item(rank) == wanted.item(rank)) {
      return;
    }
    boolean nearlyAsGood = false;
    for (int other = 0; other < wanted.size(); other++) {
      nearlyAsGood |=
          wanted.item(other) == answer.item(rank)
              && Math.abs(wanted.score(other) - wanted.score(rank)) <= 2 * room;
    }
    boolean last = Math.abs(wanted.score(rank) - wanted.score(wanted.size() - 1)) <= 2 * room;
    assertThat(nearlyAsGood || last)
        .as("%d at %d of %s, not of %s", answer.item(rank), rank, answer, wanted)
        .isTrue();
  }

  private static History history(SplittableRandom random, int items) {
    int length = random.nextInt(10) == 0 ? 0 : 1 + random.nextInt(MOST_EVENTS);
    int[] of = random.ints(length, 0, items).toArray();
    float[] weights = new float[length];
    for (int at = 0; at < length; at++) {
      weights[at] = random.nextInt(8) == 0 ? 0 : (float) random.nextDouble(0.1, 3);
      if (random.nextInt(20) == 0) {
        of[at] = random.nextBoolean() ? -1 : items + 3;
      } else if (at > 0 && random.nextInt(20) == 0) {
        of[at] = of[at - 1]; // twice
      }
    }
    return new History(of, weights);
  }

  private static ItemMask allowed(SplittableRandom random, int items) {
    int oneOf = new int[] {1, 1, 2, 20, 300}[random.nextInt(5)];
    BitSet allowed = new BitSet();
    for (int item = 0; item < items; item++) {
      allowed.set(item, random.nextInt(oneOf) == 0);
    }
    return ItemMask.of(items, allowed);
  }

  @Test
  void keepsTheOrderOfTheIndexWhereAllAreEqual() throws Exception {
    Path file = folder.resolve("model.onnx");
    ScanPlan plan = new PopularityGraph(new float[ITEMS]).write(file);
    try (Recommender scan = ScanRecommender.load(file, plan, ITEMS)) {
      RankedItems ranked = scan.recommend(History.EMPTY, ItemMask.all(ITEMS), new int[] {1}, 700);
      assertThat(ranked.size()).isEqualTo(700);
      assertThat(ranked.item(0)).isZero();
      for (int rank = 1; rank < 700; rank++) {
        assertThat(ranked.item(rank)).isEqualTo(rank + 1);
      }
    }
  }
}
