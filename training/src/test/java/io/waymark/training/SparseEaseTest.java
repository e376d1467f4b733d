package io.waymark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.waymark.training.InteractionMatrix.Weighting;
import io.waymark.training.TrainingOutcome.Trained;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SparseEaseTest {
  private static final Settings EQUAL = Settings.NONE.with("weights", "equal").with("l2", 100);

  @TempDir Path folder;

  private static TrainingOutcome train(
      String algorithm, InteractionMatrix matrix, Settings settings) {
    return new Training(Clock.systemUTC())
        .run(
            matrix,
            new TrainingOptions(algorithm, settings, 1, 2, Duration.ofMinutes(1)),
            Progress.NONE);
  }

  private static Csr sparse(Csr entries, int predictors, double l2, int threads) {
    try (Workers workers = new Workers(threads)) {
      return SparseEase.weights(entries, predictors, l2, workers);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void isEaseWhereEveryItemPredictsEveryOther(int threads) {
    Csr entries = Planted.tastes(150, 70, 4, 12, false).toMatrix().positives(Weighting.EQUAL);
    Csr sparse = sparse(entries, 70, 30, threads);
    float[][] dense;
    try (Workers workers = new Workers(threads)) {
      dense = Ease.weights(entries, 30, workers);
    }
    for (int row = 0; row < 70; row++) {
      assertThat(sparse.contains(row, row)).isFalse();
      assertThat(sparse.end(row) - sparse.start(row)).isEqualTo(69);
      for (int at = sparse.start(row); at < sparse.end(row); at++) {
        assertThat((double) sparse.value(at))
            .isCloseTo(dense[row][sparse.column(at)], within(1e-4));
      }
    }
  }

  @Test
  void isTheSameWithAnyNumberOfThreads() {
    Csr entries = Planted.tastes(300, 200, 4, 20, false).toMatrix().positives(Weighting.EQUAL);
    Csr one = sparse(entries, 15, 30, 1);
    Csr three = sparse(entries, 15, 30, 3);
    assertThat(three.columns()).isEqualTo(one.columns());
    assertThat(three.values(0, three.size())).isEqualTo(one.values(0, one.size()));
  }

  /// Items 0 and 1 are chosen together by two users, 0 and 2 by one; 3 is chosen alone.
  @Test
  void regressesOnTheItemsThatPredictMostAndOnNoneThatShareNoUser() {
    Csr entries =
        new Csr(
            4,
            new int[] {0, 2, 5, 6},
            new int[] {0, 1, 0, 1, 2, 3},
            new float[] {1, 1, 1, 1, 1, 1});
    Csr one = sparse(entries, 1, 0.5, 1);
    // Of one number: what both share over the square of the predictor.
    assertThat(one.contains(1, 0)).isTrue();
    assertThat(one.contains(2, 0)).isFalse();
    assertThat((double) one.value(one.start(1))).isCloseTo(2 / 2.5, within(1e-6));
    Csr two = sparse(entries, 2, 0.5, 1);
    assertThat(two.size()).isEqualTo(6);
    assertThat(two.start(3)).isEqualTo(two.end(3));
  }

  @Test
  void answersInTheServiceAsItDoesHere() throws Exception {
    InteractionMatrix matrix = Planted.tastes(200, 80, 4, 15, true).toMatrix();
    Trained trained =
        (Trained)
            train("sparse-ease", matrix, Settings.NONE.with("predictors", 30).with("width", 25));
    assertThat(trained.algorithm()).isEqualTo("sparse-ease");
    assertThat(trained.metrics().deciding()).isGreaterThan(1.5 * trained.baseline().deciding());
    assertThat(trained.parameters())
        .containsKey("l2")
        .containsAllEntriesOf(Map.of("width", "25", "predictors", "30", "weights", "equal"));
    // Not written where the graph answers otherwise.
    Packages.write(folder, matrix, trained, Content.NONE, Instant.EPOCH);
    assertThat(folder.resolve("manifest.json")).exists();
  }

  @Test
  void findsAsMuchAsTheWholeMatrix() {
    InteractionMatrix matrix = Planted.tastes(900, 600, 10, 40, true).toMatrix();
    double whole = ((Trained) train("ease", matrix, EQUAL)).metrics().deciding();
    Trained sparse = (Trained) train("sparse-ease", matrix, EQUAL);
    assertThat(sparse.metrics().deciding()).isGreaterThan(0.97 * whole);
  }

  @Test
  void saysHowMuchMemoryItNeeds() {
    InteractionMatrix matrix = Planted.tastes(60, 40, 4, 12, true).toMatrix();
    Settings settings = Settings.NONE.with("predictors", 10).with("width", 5);
    long needed = 40 * (16 * 10 + 16 * 5);
    assertThat(new SparseEase(needed * 10 / 6 + 1).refusal(matrix, settings)).isEmpty();
    assertThat(new SparseEase(needed).refusal(matrix, settings))
        .hasValueSatisfying(
            reason ->
                assertThat(reason)
                    .contains("sparse-ease needs 9600 bytes for 40 items", "may take 5760"));
  }

  @Test
  void holdsAHundredThousandItemsInTwoGibibytes() {
    InteractionRows rows = new InteractionRows();
    for (int item = 0; item < 100_000; item++) {
      rows.add("u" + item / 10, "i" + item, 1f, InteractionMatrix.NO_TIME);
    }
    InteractionMatrix matrix = rows.toMatrix();
    assertThat(new Ease(2L << 30).refusal(matrix, Settings.NONE)).isPresent();
    assertThat(new SparseEase(2L << 30).refusal(matrix, Settings.NONE)).isEmpty();
  }

  @Test
  void estimatesMoreWorkForMoreItemsAndLongerHistories() {
    SparseEase ease = new SparseEase();
    double few = ease.unbrokenWork(Planted.tastes(100, 400, 4, 10, true).toMatrix());
    assertThat(few).isPositive();
    assertThat(ease.unbrokenWork(Planted.tastes(100, 400, 4, 40, true).toMatrix()))
        .isGreaterThan(2 * few);
    assertThat(ease.unbrokenWork(Planted.tastes(400, 1_600, 4, 10, true).toMatrix()))
        .isGreaterThan(2 * few);
  }

  @Test
  void namesAWrongSetting() {
    InteractionMatrix matrix = Planted.tastes(20, 20, 2, 10, true).toMatrix();
    assertThatThrownBy(() -> train("sparse-ease", matrix, Settings.NONE.with("predictors", 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("setting predictors must be a number from 1 to 1024");
    assertThatThrownBy(() -> train("sparse-ease", matrix, Settings.NONE.with("width", 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("setting width must be a number from 1 to 4096");
    assertThatThrownBy(() -> train("sparse-ease", matrix, Settings.NONE.with("measure", "walk")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sparse-ease has no setting 'measure'");
  }
}
