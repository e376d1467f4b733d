package io.waymark.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WeightsTest {
  private static final Settings TYPED = Settings.NONE.with("weights", "typed");

  @Test
  void theHeaviestIsWhat99Of100DoNotExceed() {
    SplittableRandom random = new SplittableRandom(9);
    InteractionRows rows = new InteractionRows();
    float[] weights = new float[1_000];
    for (int at = 0; at < weights.length; at++) {
      weights[at] = (float) Math.exp(6 * random.nextGaussian());
      rows.add("u" + at % 40, "i" + at, weights[at], InteractionMatrix.NO_TIME);
    }
    rows.add("u0", "refused", InteractionMatrix.REFUSED, InteractionMatrix.NO_TIME);
    InteractionMatrix matrix = rows.toMatrix();
    Arrays.sort(weights);
    assertThat(Weights.heaviest(matrix, TYPED) / matrix.scale())
        .isCloseTo(weights[990], org.assertj.core.data.Percentage.withPercentage(1e-4));
  }

  @Test
  void withoutAnyPositiveItIsOne() {
    InteractionRows rows = new InteractionRows();
    rows.add("u", "refused", InteractionMatrix.REFUSED, InteractionMatrix.NO_TIME);
    assertThat(Weights.heaviest(rows.toMatrix(), TYPED)).isEqualTo(1);
  }
}
