package io.waymark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EightsTest {
  private static final int WIDTH = 40;

  private final SplittableRandom random = new SplittableRandom(1);
  private final float[][] rows = new float[16][];
  private final float[] by = random();

  EightsTest() {
    for (int row = 0; row < rows.length; row++) {
      rows[row] = random();
    }
  }

  static Stream<Eights> both() {
    return Stream.of(new PlainEights(), new VectorEights());
  }

  @Test
  void vectorsAreUsedWhereTheyAreThere() {
    assertThat(Eights.here()).isInstanceOf(VectorEights.class);
  }

  @ParameterizedTest
  @MethodSource("both")
  void theProductsOfEightRowsStandAtTheirPlaces(Eights eights) {
    float[] to = new float[16];
    eights.products(to, 8, rows, by);
    for (int row = 0; row < to.length; row++) {
      double product = 0;
      for (int axis = 0; axis < WIDTH; axis++) {
        product += (double) rows[row][axis] * by[axis];
      }
      assertThat((double) to[row]).isCloseTo(row < 8 ? 0 : product, within(1e-5));
    }
  }

  @ParameterizedTest
  @MethodSource("both")
  void eightRowsAreAddedOneAfterTheOther(Eights eights) {
    float[] factors = random();
    float[] to = by.clone();
    eights.add(to, factors, rows, 8);
    for (int axis = 0; axis < WIDTH; axis++) {
      float sum = by[axis];
      for (int row = 8; row < 16; row++) {
        sum = Math.fma(factors[row], rows[row][axis], sum);
      }
      assertThat(to[axis]).isEqualTo(sum);
    }
  }

  /// However far it was compiled: what is added up in which order is no matter of the processor.
  @Test
  void theSameRowsGiveTheSameBits() {
    float[] sums = new float[8];
    for (int axis = 0; axis < WIDTH; axis++) {
      sums[axis % 8] = Math.fma(rows[0][axis], by[axis], sums[axis % 8]);
    }
    float product =
        ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]));
    Eights eights = new VectorEights();
    float[] to = new float[16];
    for (int time = 0; time < 20_000; time++) {
      eights.products(to, 0, rows, by);
      assertThat(Float.floatToIntBits(to[0])).isEqualTo(Float.floatToIntBits(product));
    }
  }

  private float[] random() {
    float[] numbers = new float[WIDTH];
    for (int at = 0; at < WIDTH; at++) {
      numbers[at] = (float) random.nextGaussian();
    }
    return numbers;
  }
}
