package io.waymark.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class IalsTest {
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
  void givesTheSameBitsWithAnyNumberOfThreads() {
    InteractionMatrix matrix = Planted.tastes(300, 90, 3, 8, false).toMatrix();
    assertThat(trained(matrix, 1).items()).isEqualTo(trained(matrix, 2).items());
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
