package io.waymark.training.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.waymark.model.FactorModels;
import io.waymark.model.History;
import io.waymark.model.ItemMask;
import io.waymark.model.OnnxRecommender;
import io.waymark.model.RankedItems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The scan of a factor model against its own graph: the same lists.
class FactorModelsTest {
  private static final int QUESTIONS = 25;

  /// What the graph itself may be away from the exact solve; the scan rounds in another order.
  private static final float NEAR = 1e-3f;

  @TempDir Path folder;

  private final SplittableRandom random = new SplittableRandom(11);

  /// Every fifth item is as another one is, to the last bit.
  private Path graph(int items, int width, float scale) throws IOException {
    float[] vectors = new float[items * width];
    for (int item = 0; item < items; item++) {
      int like = item % 5 == 4 ? random.nextInt(item) : item;
      for (int axis = 0; axis < width; axis++) {
        vectors[item * width + axis] =
            like == item ? (float) random.nextGaussian() * 0.3f : vectors[like * width + axis];
      }
    }
    Path file = folder.resolve("model.onnx");
    new FoldInGraph(vectors, width, gram(vectors, width), 0.2f, 0.005f, scale, 3).write(file);
    return file;
  }

  private static float[] gram(float[] vectors, int width) {
    float[] gram = new float[width * width];
    for (int from = 0; from < vectors.length; from += width) {
      for (int at = 0; at < gram.length; at++) {
        gram[at] += vectors[from + at / width] * vectors[from + at % width];
      }
    }
    return gram;
  }

  /// With pads, and with weights that do not count.
  private History history(int items, int length) {
    int[] of = random.ints(0, items).distinct().limit(Math.min(length, items)).toArray();
    float[] weights = new float[of.length];
    for (int at = 0; at < of.length; at++) {
      of[at] = at % 7 == 6 ? -1 : of[at];
      weights[at] = at % 9 == 8 ? -1 : at % 5 * 0.5f;
    }
    return new History(of, weights);
  }

  private ItemMask mask(int items) {
    BitSet allowed = new BitSet();
    random.ints(items / 2, 0, items).forEach(allowed::set);
    return ItemMask.of(items, allowed);
  }

  @ParameterizedTest
  @CsvSource({"12,8,1", "1023,13,0", "1024,16,1", "1025,64,0.5", "3000,64,0"})
  void theScanGivesTheListsOfTheGraph(int items, int width, float scale) throws IOException {
    Path file = graph(items, width, scale);
    try (OnnxRecommender fast = OnnxRecommender.load(file, items);
        OnnxRecommender graph = OnnxRecommender.reference(file, items)) {
      assertThat(fast.isByGraph()).isFalse();
      assertThat(graph.isByGraph()).isTrue();
      int reasons = 0;
      int same = 0;
      int swapped = 0;
      for (int at = 0; at < QUESTIONS; at++) {
        History history = history(items, 1 + at * 4);
        ItemMask allowed = at % 3 == 0 ? ItemMask.all(items) : mask(items);
        int[] excluded = random.ints(at % 4, 0, items).toArray();
        int count = at == 0 ? items + 5 : 1 + random.nextInt(Math.min(60, items));
        RankedItems wanted = graph.recommend(history, allowed, excluded, count);
        RankedItems given = fast.recommend(history, allowed, excluded, count);
        assertThat(given.size()).isEqualTo(wanted.size());
        for (int rank = 0; rank < wanted.size(); rank++) {
          assertThat(given.score(rank)).isCloseTo(wanted.score(rank), within(NEAR));
          if (given.item(rank) != wanted.item(rank)) {
            // Items that score the same come in their order; those that nearly do may change
            // places.
            float gap =
                Math.abs(wanted.score(rank) - wanted.score(rankOf(given.item(rank), wanted)));
            assertThat(gap).isPositive().isLessThan(NEAR);
            swapped++;
          }
          reasons++;
          same += given.because(rank) == wanted.because(rank) ? 1 : 0;
        }
      }
      // Two items of a history may add as much but for rounding.
      assertThat(same).isGreaterThanOrEqualTo(reasons * 99 / 100);
      assertThat(swapped).isLessThanOrEqualTo(reasons / 100);
    }
  }

  private static int rankOf(int item, RankedItems list) {
    int rank = list.size() - 1;
    while (rank > 0 && list.item(rank) != item) {
      rank--;
    }
    return rank;
  }

  @Test
  void whoIsNotKnownIsToldNothing() throws IOException {
    try (OnnxRecommender fast = OnnxRecommender.load(graph(40, 8, 1), 40)) {
      assertThat(fast.recommend(History.EMPTY, ItemMask.all(40), new int[0], 5).size()).isZero();
      History unknown = new History(new int[] {-1, 99}, new float[] {1, 1});
      assertThat(fast.recommend(unknown, ItemMask.all(40), new int[0], 5).size()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "v0 v1 1.0 1", // not as many steps
    "v0 v0 1.0 5", // no penalties
    "v1 v0 1.0 5",
    "v0 gone 1.0 5",
    "v0",
    "v0 v1 NaN 5",
    "v0 v1 -1 5",
    "v0 v1 one 5",
    "v0 v1 1.0 99999999999"
  })
  void aGraphThatSaysWhatIsNotSoAnswersItself(String said) throws IOException {
    Path file = graph(200, 8, 1);
    String truth = said(file);
    String[] names = truth.split(" ", -1);
    String lie = said.replace("v0", "#").replace("v1", names[1]).replace("#", names[0]);
    ModelProto.Builder model = ModelProto.parseFrom(Files.readAllBytes(file)).toBuilder();
    model.getMetadataPropsBuilder(0).setValue(lie);
    Files.write(file, model.build().toByteArray());
    try (OnnxRecommender recommender = OnnxRecommender.load(file, 200)) {
      assertThat(recommender.isByGraph()).as(lie + " for " + truth).isTrue();
    }
  }

  private static String said(Path file) throws IOException {
    ModelProto model = ModelProto.parseFrom(Files.readAllBytes(file));
    assertThat(model.getMetadataProps(0).getKey()).isEqualTo(FactorModels.KEY);
    return model.getMetadataProps(0).getValue();
  }

  @Test
  void aBlendSaysNothingOfItsParts() throws IOException {
    float[] vectors = {1, 0, 0, 1, 1, 1};
    FoldInGraph factors = new FoldInGraph(vectors, 2, gram(vectors, 2), 0.2f, 0.005f, 1, 1);
    float[][] matrix = {{0, 1, 2}, {1, 0, 3}, {2, 3, 0}};
    Path file = folder.resolve("blend.onnx");
    new BlendGraph(factors, 0.5f, new ItemWeightsGraph(matrix, 1, false)).write(file);
    assertThat(ModelProto.parseFrom(Files.readAllBytes(file)).getMetadataPropsCount()).isZero();
    try (OnnxRecommender recommender = OnnxRecommender.load(file, 3)) {
      assertThat(recommender.isByGraph()).isTrue();
    }
  }
}
