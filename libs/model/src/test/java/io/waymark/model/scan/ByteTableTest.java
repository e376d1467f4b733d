package io.waymark.model.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.model.ByteProducts;
import io.waymark.model.ByteRange;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Scores by bytes are never further off than they say.
class ByteTableTest {
  private static final int ITEMS = 3_001;

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
      float[] user = new float[width];
      for (int axis = 0; axis < width; axis++) {
        user[axis] = (float) (random.nextGaussian() / size);
      }
      Rows rows = new Rows(MemorySegment.ofArray(vectors), width);
      ByteRange range = width == 7 ? ByteRange.SAFE : ByteRange.here();
      try (ByteTable table = ByteTable.of(rows, ITEMS, range)) {
        ScaledVector scaled = table.scaled(user);
        table.multiply(
            List.of(table.scaled(new float[width]), scaled),
            (vector, begin, groups, largest) -> {
              if (vector == 1) {
                assertClose(user, vectors, scaled, begin, groups, largest);
              }
            });
        // A bound that holds by being huge would have everything computed again.
        assertThat(scaled.error()).isLessThan(0.02 * width);
      }
    }
  }

  private static void assertClose(
      float[] user, float[] vectors, ScaledVector scaled, int begin, int groups, int[] largest) {
    for (int group = 0; group < groups; group++) {
      int first = begin + group * ByteProducts.GROUP;
      int end = Math.min(first + ByteProducts.GROUP, ITEMS);
      double most = end - first < ByteProducts.GROUP ? 0 : Double.NEGATIVE_INFINITY;
      for (int item = first; item < end; item++) {
        double exact = 0;
        for (int axis = 0; axis < user.length; axis++) {
          exact += (double) user[axis] * vectors[item * user.length + axis];
        }
        most = Math.max(most, exact);
      }
      int product = largest[group];
      double score = scaled.score(product, 0);
      assertThat(Math.abs(score - most)).isLessThanOrEqualTo(scaled.error());
      // No score above a floor is passed over.
      assertThat(product > scaled.product(Math.nextDown((float) score), 0)).isTrue();
      assertThat(product > scaled.product(score + scaled.error() + 1e-30, 0)).isFalse();
    }
  }
}
