package io.waymark.model.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Products by half precision are never further off than they say.
class HalfTableTest {
  private static final int ITEMS = 3_000;

  /// Also of axes that half precision could not hold as they are.
  @ParameterizedTest
  @ValueSource(doubles = {1, 1e-12, 1e9})
  void staysWithinItsBound(double size) {
    SplittableRandom random = new SplittableRandom(1);
    for (int width : new int[] {1, 7, 64}) {
      float[] vectors = new float[ITEMS * width];
      for (int at = 0; at < vectors.length; at++) {
        double wild = Math.pow(10, random.nextDouble(-6, 0));
        vectors[at] = (float) (random.nextGaussian() * size * wild / (1 + at % width));
      }
      Rows rows = new Rows(MemorySegment.ofArray(vectors), width);
      HalfTable halves = HalfTable.of(rows, ITEMS);
      float[] user = new float[width];
      for (int axis = 0; axis < width; axis++) {
        user[axis] = (float) (random.nextGaussian() / size);
      }
      float[] scaled = halves.scaled(user);
      float[] products = new float[ITEMS];
      halves.products(scaled, products, 1_000, ITEMS);
      System.arraycopy(products, 0, products, 1_000, ITEMS - 1_000);
      halves.products(scaled, products, 0, 1_000);
      double worst = 0;
      for (int item = 0; item < ITEMS; item++) {
        double exact = 0;
        for (int axis = 0; axis < width; axis++) {
          exact += (double) user[axis] * vectors[item * width + axis];
        }
        worst = Math.max(worst, Math.abs(products[item] - exact));
      }
      assertThat(worst).isLessThanOrEqualTo(halves.error(scaled));
      // A bound that holds by being huge would have everything computed again.
      assertThat(halves.error(scaled)).isLessThan((float) (0.02 * width));
    }
  }
}
