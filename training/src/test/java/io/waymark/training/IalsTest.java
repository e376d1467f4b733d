package io.waymark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.waymark.training.onnx.FoldIn;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IalsTest {
  private static final float LAMBDA = 0.2f;

  /// Its random beginning would otherwise be offered to everybody.
  @Test
  void knowsNothingOfAnItemThatIsOnlyDisliked() {
    InteractionRows rows = Planted.tastes(40, 20, 2, 6, false);
    rows.add("user_0001", "disliked", InteractionMatrix.REFUSED, InteractionMatrix.NO_TIME);
    InteractionMatrix matrix = rows.toMatrix();
    int disliked = matrix.items().indexOf("disliked");
    Factors factors = trained(matrix, 2);
    int width = factors.width();
    float[] vector = Arrays.copyOfRange(factors.items(), disliked * width, (disliked + 1) * width);
    assertThat(disliked).isNotNegative();
    assertThat(vector).containsOnly(0);
    assertThat(factors.items()[(disliked == 0 ? 1 : 0) * width]).isNotZero();
  }

  @Test
  void stepsInLambdaOnToTheGridsOtherPointAndBeyondIt() {
    Ials ials = new Ials();
    Settings fixed = Settings.NONE.with("weights", "equal");
    InteractionMatrix matrix = Planted.tastes(20, 40, 2, 15, false).toMatrix();
    List<Settings> grid = ials.candidates(matrix, fixed);
    assertThat(ials.near(grid.get(1), fixed))
        .containsExactly(grid.get(1).with("lambda", 0.036), grid.get(0));
    assertThat(ials.near(grid.get(1).with("lambda", 1000), fixed)).hasSize(1);
    assertThat(ials.near(grid.get(1), fixed.with("lambda", 0.012))).isEmpty();
  }

  @Test
  void stepsThereAndBackLeadToTheSameLambda() {
    Ials ials = new Ials();
    Settings fixed = Settings.NONE.with("weights", "equal");
    for (Settings start : ials.candidates(Planted.tastes(20, 40, 2, 15, false).toMatrix(), fixed)) {
      Settings there = start;
      for (int step = 0; step < 6; step++) {
        there = ials.near(there, fixed).getFirst();
      }
      for (int step = 0; step < 6; step++) {
        there = ials.near(there, fixed).getLast();
      }
      assertThat(there).isEqualTo(start);
    }
  }

  @Test
  void givesTheSameBitsWithAnyNumberOfThreads() {
    InteractionMatrix matrix = Planted.tastes(300, 90, 3, 8, false).toMatrix();
    assertThat(trained(matrix, 1).items()).isEqualTo(trained(matrix, 2).items());
  }

  /// Where rounds have settled, every vector solves its equations with λ (W + a0 n) on the
  /// diagonal, `n` the number of rows of the other side; users and items are as many as differ, and
  /// weights add up to other sums than counts do.
  @ParameterizedTest
  @ValueSource(floats = {0.1f, 0.5f})
  void penalisesBySumOfWeightsAndByTheOtherSidesSize(float a0) {
    InteractionMatrix matrix = weighted().toMatrix();
    Settings settings =
        Settings.NONE
            .with("factors", 4)
            .with("a0", a0)
            .with("lambda", LAMBDA)
            .with("weights", "typed");
    try (Workers workers = new Workers(1)) {
      Algorithm.Learner learner = new Ials().begin(matrix, settings, 3, workers);
      for (int round = 0; round < 200; round++) {
        learner.step();
      }
      Factors factors = learner.model().factors().orElseThrow();
      Csr byUser = matrix.positives(InteractionMatrix.Weighting.TYPED);
      assertSolved(factors.userRows(), factors, byUser, a0);
      Factors turned = new Factors(4, factors.itemRows(), factors.userRows());
      assertSolved(factors.itemRows(), turned, byUser.transposed(), a0);
    }
  }

  /// 60 users, 20 items.
  private static InteractionRows weighted() {
    InteractionRows rows = new InteractionRows();
    for (int user = 0; user < 60; user++) {
      for (int at = 0; at < 3 + user % 4; at++) {
        int item = (user % 3 + 3 * (user * 7 + at * at)) % 20;
        rows.add("u" + user, "i" + item, 1 + (user + at) % 5, InteractionMatrix.NO_TIME);
      }
    }
    return rows;
  }

  private static void assertSolved(float[][] vectors, Factors factors, Csr rows, float a0) {
    FoldIn equations = new FoldIn(FoldIn.Loss.ALL_PAIRS, a0, LAMBDA, 1, Float.MAX_VALUE);
    ExactFoldIn exact = new ExactFoldIn(factors, equations);
    for (int row = 0; row < rows.rowCount(); row++) {
      int begin = rows.start(row);
      int end = rows.end(row);
      double[] solved =
          exact.user(Arrays.copyOfRange(rows.columns(), begin, end), rows.values(begin, end));
      for (int at = 0; at < solved.length; at++) {
        assertThat((double) vectors[row][at])
            .as("%d of row %d of %d", at, row, rows.rowCount())
            .isCloseTo(solved[at], within(2e-3));
      }
    }
  }

  private static Factors trained(InteractionMatrix matrix, int threads) {
    Ials ials = new Ials();
    try (Workers workers = new Workers(threads)) {
      Settings settings = ials.candidates(matrix, Settings.NONE.with("factors", 6)).getFirst();
      Algorithm.Learner learner = ials.begin(matrix, settings, 3, workers);
      learner.step();
      learner.step();
      return learner.model().factors().orElseThrow();
    }
  }
}
