package io.waymark.model.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.model.ByteProducts;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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
      try (ByteTable table = ByteTable.of(new Rows(MemorySegment.ofArray(vectors), width), ITEMS)) {
        ScaledVector scaled = table.scaled(user);
        table.multiply(
            List.of(table.scaled(new float[width]), scaled),
            (begin, groups, _, products) ->
                assertClose(user, vectors, scaled, begin, groups, products, 2, 1));
        try (PackedTable packed =
            PackedTable.of(new Rows(MemorySegment.ofArray(vectors), width), ITEMS)) {
          ScaledVector ofPacked = packed.scaled(user);
          packed.multiply(
              ofPacked,
              (begin, groups, _, products) ->
                  assertClose(user, vectors, ofPacked, begin, groups, products, 1, 0));
          assertThat(ofPacked.error()).isEqualTo(scaled.error());
        }
        // A bound that holds by being huge would have everything computed again.
        assertThat(scaled.error()).isLessThan((float) (0.02 * width));
      }
    }
  }

  private static void assertClose(
      float[] user,
      float[] vectors,
      ScaledVector scaled,
      int begin,
      int groups,
      MemorySegment products,
      int users,
      int place) {
    int end = Math.min(begin + groups * ByteProducts.GROUP, ITEMS);
    for (int item = begin; item < end; item++) {
      double exact = 0;
      for (int axis = 0; axis < user.length; axis++) {
        exact += (double) user[axis] * vectors[item * user.length + axis];
      }
      int product =
          products.getAtIndex(ValueLayout.JAVA_INT, (long) users * (item - begin) + place);
      float score = scaled.score(product, 0);
      assertThat(Math.abs(score - exact)).isLessThanOrEqualTo(scaled.error());
      // No score above a floor is passed over.
      assertThat(product > scaled.product(Math.nextDown(score), 0)).isTrue();
      assertThat(product > scaled.product((float) (score + scaled.error() + 1e-30), 0)).isFalse();
    }
  }
}
