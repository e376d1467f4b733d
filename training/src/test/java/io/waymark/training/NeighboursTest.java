package io.waymark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.waymark.model.History;
import io.waymark.model.ItemMask;
import io.waymark.model.OnnxRecommender;
import io.waymark.model.RankedItems;
import io.waymark.training.Neighbours.Measure;
import io.waymark.training.TrainingOutcome.Trained;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NeighboursTest {
  @TempDir Path folder;

  private static Trained train(InteractionMatrix matrix, Settings settings) {
    return (Trained)
        new Training(Clock.systemUTC())
            .run(
                matrix,
                new TrainingOptions("neighbours", settings, 1, 2, Duration.ofMinutes(1)),
                Progress.NONE);
  }

  /// Users 0 to 2 over items 0 to 3.
  private static Csr entries() {
    return new Csr(
        4, new int[] {0, 2, 5, 6}, new int[] {0, 1, 0, 1, 2, 3}, new float[] {1, 1, 1, 1, 1, 1});
  }

  private static float[] row(int item, Measure measure, double beta) {
    return Neighbours.Sides.of(entries(), measure, beta).row(item, new float[4]);
  }

  @Test
  void areNearByTheCosineOfTheirUsers() {
    assertThat((double) row(0, Measure.COSINE, 0)[1]).isCloseTo(1, within(1e-6));
    assertThat((double) row(0, Measure.COSINE, 0)[2]).isCloseTo(1 / Math.sqrt(2), within(1e-6));
    assertThat(row(0, Measure.COSINE, 0)[3]).isZero();
  }

  @Test
  void areNearByAWalkOverTheirUsers() {
    // To either user of item 0 with 1/2, from these on with 1/2 and 1/3.
    double there = 0.5 * (1 / 2.0 + 1 / 3.0);
    assertThat((double) row(0, Measure.WALK, 0)[1]).isCloseTo(there, within(1e-6));
    assertThat((double) row(0, Measure.WALK, 0)[2]).isCloseTo(1 / 6.0, within(1e-6));
    assertThat((double) row(0, Measure.WALK, 0.5)[1]).isCloseTo(there / Math.sqrt(2), within(1e-6));
  }

  @Test
  void areNearerByWhatIsRare() {
    float[] row = row(1, Measure.BM25, 0);
    double rarer = Math.log(5 / 2.5);
    double other = Math.log(5 / 3.5);
    double ofPair = 2.2 / (1.2 * (0.25 + 0.75 * 2 / 1.5) + 1);
    double ofSingle = 2.2 / (1.2 * (0.25 + 0.75 / 1.5) + 1);
    assertThat((double) row[0])
        .isCloseTo(ofPair * ofPair * (rarer * rarer + other * other), within(1e-5));
    assertThat((double) row[2]).isCloseTo(ofPair * ofSingle * other * other, within(1e-5));
    assertThat((double) row(1, Measure.TFIDF, 0)[0]).isCloseTo(1, within(1e-5));
  }

  /// With few neighbours as a sparse graph, with many as a whole matrix.
  @ParameterizedTest
  @CsvSource({"walk,30", "bm25,30", "tfidf,30", "cosine,30", "walk,10", "bm25,10"})
  void answerInTheServiceAsTheyDoHere(String measure, int kept) throws Exception {
    InteractionMatrix matrix = Planted.tastes(200, 80, 4, 15, true).toMatrix();
    Trained trained =
        train(matrix, Settings.NONE.with("measure", measure).with("neighbours", kept));
    assertThat(trained.metrics().deciding()).isGreaterThan(1.5 * trained.baseline().deciding());
    // Not written where the graph answers otherwise.
    Packages.write(folder, matrix, trained, Content.NONE, Instant.EPOCH);
  }

  /// Two pairs, in which nobody knows the other pair; alone, or beside much that nobody chose.
  @ParameterizedTest
  @ValueSource(ints = {4, 40})
  void recommendNothingThatNothingSpeaksForAndSayWhy(int items) throws Exception {
    Csr pairs =
        new Csr(items, new int[] {0, 2, 4}, new int[] {0, 1, 2, 3}, new float[] {1, 1, 1, 1});
    Model model;
    try (Workers workers = new Workers(1)) {
      Neighbours.Sides sides = Neighbours.Sides.of(pairs, Measure.COSINE, 0);
      model = NeighboursModel.of(items, 2, pairs, 0, workers, () -> sides::row);
    }
    Path file = folder.resolve("model.onnx");
    model.graph().write(file);
    try (OnnxRecommender recommender = OnnxRecommender.load(file, items)) {
      RankedItems both =
          recommender.recommend(
              new History(new int[] {0, 3}, new float[] {1, 1}),
              ItemMask.all(items),
              new int[0],
              4);
      assertThat(both.size()).isEqualTo(2);
      assertThat(both.item(0)).isEqualTo(1);
      assertThat(both.because(0)).isEqualTo(0);
      assertThat(both.item(1)).isEqualTo(2);
      assertThat(both.because(1)).isEqualTo(3);
      assertThat(recommender.recommend(History.EMPTY, ItemMask.all(items), new int[0], 4).size())
          .isZero();
    }
    float[] scores = new float[items];
    model.scorer().score(0, scores);
    assertThat(scores).startsWith(1, 1, Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY);
  }

  @Test
  void beginAtSeveralWalksAndStepOn() {
    Neighbours neighbours = new Neighbours();
    Settings equal = Settings.NONE.with("weights", "equal");
    InteractionMatrix matrix = Planted.tastes(20, 40, 2, 15, false).toMatrix();
    assertThat(neighbours.candidates(matrix, equal.with("measure", "walk")))
        .extracting(each -> each.text("beta").orElseThrow())
        .containsExactly("0.4", "0.2", "0.6");
    Settings best = equal.with("measure", "walk").with("beta", 0.2).with("neighbours", 200);
    assertThat(neighbours.near(best, equal))
        .containsExactly(best.with("beta", 0.4), best.with("beta", 0), best.with("neighbours", 50));
    assertThat(neighbours.near(best.with("beta", 0), equal.with("neighbours", 200)))
        .containsExactly(best.with("beta", 0.2));
  }

  @Test
  void nameAWrongMeasure() {
    assertThatThrownBy(() -> new Neighbours().check(Settings.NONE.with("measure", "miles")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("measure must be walk, bm25, tfidf or cosine, not 'miles'");
  }
}
