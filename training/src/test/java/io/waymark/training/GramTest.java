package io.waymark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The product against its definition, and the same bits from any number of threads.
class GramTest {
  @ParameterizedTest
  @CsvSource({
    "0, 3",
    "1, 1",
    "7, 5",
    "2047, 4",
    "2048, 9",
    "2049, 9",
    "5000, 33",
    "5000, 64",
    "135000, 3"
  })
  void sumsProductsOfEachTwoColumns(int rows, int width) {
    SplittableRandom random = new SplittableRandom(3);
    float[][] vectors = new float[rows][width + 1];
    for (float[] vector : vectors) {
      for (int at = 0; at <= width; at++) {
        vector[at] = (float) random.nextGaussian();
      }
    }
    float[] gram = gram(vectors, width, 2);
    assertThat(gram).hasSize(width * width).isEqualTo(gram(vectors, width, 1));
    for (int row = 0; row < width; row++) {
      for (int column = 0; column < width; column++) {
        double naive = 0;
        for (float[] vector : vectors) {
          naive += (double) vector[row] * vector[column];
        }
        assertThat((double) gram[row * width + column])
            .isCloseTo(naive, within(0.02 + rows * 1e-6));
      }
    }
  }

  private static float[] gram(float[][] vectors, int width, int threads) {
    try (Workers workers = new Workers(threads)) {
      return Gram.of(vectors, width, workers);
    }
  }
}
