package io.waymark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The blocked inverse against its meaning: times the matrix it is the identity.
class SweepTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 63, 64, 65, 129, 255, 257, 300, 513, 700})
  void inverts(int size) {
    SplittableRandom random = new SplittableRandom(size);
    double[][] whole = new double[size][size];
    for (int each = 0; each < 2 * size; each++) {
      double[] vector = random.doubles(size, -1, 1).toArray();
      for (int row = 0; row < size; row++) {
        for (int column = 0; column < size; column++) {
          whole[row][column] += vector[row] * vector[column];
        }
      }
    }
    float[][] matrix = new float[size][size];
    for (int row = 0; row < size; row++) {
      whole[row][row] += 10;
      for (int column = 0; column <= row; column++) {
        matrix[row][column] = (float) whole[row][column];
      }
    }
    try (Workers workers = new Workers(2)) {
      Sweep.invert(matrix, workers);
    }
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < size; column++) {
        double sum = 0;
        for (int at = 0; at < size; at++) {
          sum -= whole[row][at] * matrix[at][column];
        }
        assertThat(sum).isCloseTo(row == column ? 1 : 0, within(2e-4));
      }
    }
  }
}
