package io.waymark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The fast loops against the naive ones, at sizes around the vector width.
class GramTest {
  private final SplittableRandom random = new SplittableRandom(3);

  private float[] vectors(int rows, int width) {
    float[] vectors = new float[rows * width];
    for (int at = 0; at < vectors.length; at++) {
      vectors[at] = (float) random.nextGaussian();
    }
    return vectors;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 8, 15, 16, 17, 31, 33, 64, 65})
  void sumsOuterProducts(int width) {
    for (int rows : new int[] {0, 1, 7, 8, 9, 23}) {
      float[] vectors = vectors(rows + 1, width);
      int[] chosen = IntStream.range(0, rows).map(at -> rows - at).toArray();
      float[] weights = new float[rows];
      for (int at = 0; at < rows; at++) {
        weights[at] = at + 1;
      }
      float[][] sum = Gram.room(width);
      float[] side = new float[width];
      new Gram.Sum(width).add(sum, side, vectors, chosen, weights, 0, rows);
      for (int row = 0; row < width; row++) {
        for (int column = 0; column <= row; column++) {
          double naive = 0;
          for (int at = 0; at < rows; at++) {
            naive +=
                (double) weights[at]
                    * vectors[chosen[at] * width + row]
                    * vectors[chosen[at] * width + column];
          }
          assertThat((double) sum[row][column]).isCloseTo(naive, within(1e-3));
        }
        double naive = 0;
        for (int at = 0; at < rows; at++) {
          naive += (double) weights[at] * vectors[chosen[at] * width + row];
        }
        assertThat((double) side[row]).isCloseTo(naive, within(1e-3));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 15, 16, 17, 64, 65})
  void solves(int width) {
    int rows = 3 * width;
    float[] vectors = vectors(rows, width);
    float[] gram;
    try (Workers workers = new Workers(2)) {
      gram = Gram.of(vectors, rows, width, workers);
    }
    float[][] matrix = Gram.room(width);
    for (int row = 0; row < width; row++) {
      System.arraycopy(gram, row * width, matrix[row], 0, width);
    }
    float[] wanted = vectors(1, width);
    float[] side = new float[width];
    for (int row = 0; row < width; row++) {
      matrix[row][row] += 1;
    }
    for (int row = 0; row < width; row++) {
      for (int column = 0; column < width; column++) {
        side[row] += matrix[row][column] * wanted[column];
      }
    }
    Gram.solve(matrix, side, width);
    for (int row = 0; row < width; row++) {
      assertThat((double) side[row]).isCloseTo(wanted[row], within(1e-2));
    }
  }
}
