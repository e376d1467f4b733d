package io.waymark.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SeparationTest {
  @Test
  void isAHalfWhereNothingIsToldAndOneWhereAllIs() {
    assertThat(Separation.auc(new double[] {1, 2, 3}, new double[] {1, 2, 3})).isEqualTo(0.5);
    assertThat(Separation.auc(new double[] {5, 5}, new double[] {5})).isEqualTo(0.5);
    assertThat(Separation.auc(new double[] {1, 2}, new double[] {3, 4, 5})).isEqualTo(1);
    assertThat(Separation.auc(new double[] {3, 4, 5}, new double[] {1, 2})).isEqualTo(1);
  }

  @Test
  void isWhatComparingEachWithEachGives() {
    Random random = new Random(7);
    double[] one = random.ints(101, 0, 20).asDoubleStream().toArray();
    double[] other = random.ints(67, 3, 23).asDoubleStream().toArray();
    double greater = 0;
    for (double a : one) {
      for (double b : other) {
        greater += a > b ? 1 : a == b ? 0.5 : 0;
      }
    }
    double share = greater / (one.length * other.length);
    assertThat(Separation.auc(one, other)).isEqualTo(Math.max(share, 1 - share), within(1e-12));
  }

  @Test
  void wantsBothKinds() {
    assertThatThrownBy(() -> Separation.auc(new double[0], new double[] {1}))
        .hasMessageContaining("both kinds");
  }
}
