package io.waymark.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Products in ONNX Runtime are those of three nested loops, at sizes around those of its blocks
/// and groups.
class ByteProductsTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "1, 64, 8",
    "15, 7, 3",
    "16, 64, 31",
    "17, 3, 32",
    "4096, 5, 33",
    "4097, 16, 9",
    "8209, 4, 16"
  })
  void multipliesEachRowWithEachVector(int rows, int width, int count) {
    SplittableRandom random = new SplittableRandom(rows);
    byte[][] table = new byte[rows][width];
    for (byte[] row : table) {
      for (int at = 0; at < width; at++) {
        row[at] = (byte) random.nextInt(ByteProducts.MOST_OF_ROWS + 1);
      }
    }
    // Sums that sixteen bits only just hold.
    Arrays.fill(table[rows - 1], (byte) ByteProducts.MOST_OF_ROWS);
    byte[] vectors = new byte[width * count];
    for (int at = 0; at < vectors.length; at++) {
      vectors[at] =
          (byte) random.nextInt(-ByteProducts.MOST_OF_VECTORS, ByteProducts.MOST_OF_VECTORS + 1);
      if (at % count == 0) {
        vectors[at] = (byte) ByteProducts.MOST_OF_VECTORS;
      }
    }
    int[] seen = {0};
    int open = NativeHandles.open();
    try (ByteProducts products =
        ByteProducts.of(rows, width, (row, to) -> System.arraycopy(table[row], 0, to, 0, width))) {
      assertThat(NativeHandles.open()).isEqualTo(open + 1);
      products.multiply(
          vectors,
          count,
          (begin, groups, largest, all) -> {
            assertThat(begin).isEqualTo(seen[0]);
            seen[0] += groups * ByteProducts.GROUP;
            assertBlock(table, vectors, count, begin, groups, largest, all);
          });
    }
    assertThat(seen[0]).isBetween(rows, rows + ByteProducts.GROUP - 1);
    assertThat(NativeHandles.open()).isEqualTo(open);
  }

  private static void assertBlock(
      byte[][] table,
      byte[] vectors,
      int count,
      int begin,
      int groups,
      MemorySegment largest,
      MemorySegment products) {
    for (int group = 0; group < groups; group++) {
      for (int vector = 0; vector < count; vector++) {
        int most = Integer.MIN_VALUE;
        for (int row = group * ByteProducts.GROUP; row < (group + 1) * ByteProducts.GROUP; row++) {
          int wanted = begin + row < table.length ? sum(table[begin + row], vectors, vector) : 0;
          most = Math.max(most, wanted);
          assertThat(products.getAtIndex(ValueLayout.JAVA_INT, (long) row * count + vector))
              .isEqualTo(wanted);
        }
        assertThat(largest.getAtIndex(ValueLayout.JAVA_INT, (long) group * count + vector))
            .isEqualTo(most);
      }
    }
  }

  private static int sum(byte[] row, byte[] vectors, int vector) {
    int count = vectors.length / row.length;
    int sum = 0;
    for (int at = 0; at < row.length; at++) {
      sum += Byte.toUnsignedInt(row[at]) * vectors[at * count + vector];
    }
    return sum;
  }
}
