package io.waymark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The largest products of groups in ONNX Runtime are those of three nested loops, at sizes around
/// those of its groups, stretches, blocks and slabs.
class ByteProductsTest {
  private static final ByteRange RANGE = ByteRange.SAFE;

  private final SplittableRandom random = new SplittableRandom(3);

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "1, 64, 8",
    "15, 7, 3",
    "16, 64, 31",
    "17, 3, 32",
    "47, 5, 2",
    "63, 130, 1",
    "2047, 5, 33",
    "2048, 16, 9",
    "2049, 4, 16",
    "32768, 3, 2",
    "32769, 24, 1",
    "262144, 2, 1",
    "270011, 2, 3"
  })
  void tellsTheLargestOfEachGroup(int rows, int width, int count) {
    byte[][] table = table(rows, width);
    // Sums that sixteen bits only just hold, above and below 0.
    Arrays.fill(table[0], (byte) -RANGE.rows());
    Arrays.fill(table[rows - 1], (byte) RANGE.rows());
    byte[] vectors = vectors(count, width);
    Arrays.fill(vectors, 0, width, (byte) RANGE.vectors());
    Arrays.fill(vectors, (count - 1) * width, count * width, (byte) -RANGE.vectors());
    int open = NativeHandles.open();
    try (ByteProducts products = of(table, width)) {
      assertThat(NativeHandles.open()).isEqualTo(open + 1);
      assertProducts(products, table, vectors, count);
      assertProducts(products, table, new byte[count * width], count);
    }
    assertThat(NativeHandles.open()).isEqualTo(open);
  }

  @Test
  void multipliesForSeveralAtATime() throws Exception {
    int width = 24;
    byte[][] table = table(5_000, width);
    try (ByteProducts products = of(table, width);
        ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<?>> running =
          IntStream.range(0, 64)
              .mapToObj(at -> vectors(1 + at % 5, width))
              .<Future<?>>map(
                  vectors ->
                      threads.submit(
                          () -> assertProducts(products, table, vectors, vectors.length / width)))
              .toList();
      for (Future<?> each : running) {
        Object _ = each.get();
      }
    }
  }

  @Test
  void freesWhatItMadeWhereARowCannotBeRead() {
    int open = NativeHandles.open();
    assertThatThrownBy(
            () ->
                ByteProducts.of(
                    270_000,
                    2,
                    RANGE,
                    (row, _) -> {
                      if (row > 262_144) {
                        throw new IllegalStateException("row " + row);
                      }
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("row 262145");
    assertThat(NativeHandles.open()).isEqualTo(open);
  }

  private static ByteProducts of(byte[][] table, int width) {
    return ByteProducts.of(
        table.length, width, RANGE, (row, to) -> System.arraycopy(table[row], 0, to, 0, width));
  }

  private byte[][] table(int rows, int width) {
    byte[][] table = new byte[rows][width];
    for (byte[] row : table) {
      for (int at = 0; at < width; at++) {
        row[at] = (byte) random.nextInt(-RANGE.rows(), RANGE.rows() + 1);
      }
    }
    return table;
  }

  private byte[] vectors(int count, int width) {
    byte[] vectors = new byte[count * width];
    for (int at = 0; at < vectors.length; at++) {
      vectors[at] = (byte) random.nextInt(-RANGE.vectors(), RANGE.vectors() + 1);
    }
    return vectors;
  }

  private static void assertProducts(
      ByteProducts products, byte[][] table, byte[] vectors, int count) {
    int[] seen = new int[count];
    products.multiply(
        vectors,
        count,
        (vector, begin, groups, largest) -> {
          assertThat(begin).isEqualTo(seen[vector]);
          seen[vector] += groups * ByteProducts.GROUP;
          for (int group = 0; group < groups; group++) {
            int most = Integer.MIN_VALUE;
            for (int at = 0; at < ByteProducts.GROUP; at++) {
              int row = begin + group * ByteProducts.GROUP + at;
              most = Math.max(most, row < table.length ? sum(table[row], vectors, vector) : 0);
            }
            if (largest[group] != most) { // which is asked a million times
              assertThat(largest[group])
                  .as("vector %d, group %d from %d", vector, group, begin)
                  .isEqualTo(most);
            }
          }
        });
    for (int rows : seen) {
      assertThat(rows).isBetween(table.length, table.length + ByteProducts.GROUP - 1);
    }
  }

  private static int sum(byte[] row, byte[] vectors, int vector) {
    int sum = 0;
    for (int at = 0; at < row.length; at++) {
      sum += row[at] * vectors[vector * row.length + at];
    }
    return sum;
  }

  /// And on any processor those that fit sixteen bits.
  @Test
  void findsOutWhatThisProcessorMultiplies() {
    assertThat(ByteRange.isRight(ByteRange.SAFE)).isTrue();
    assertThat(ByteRange.isRight(ByteRange.here())).isTrue();
    assertThat(ByteRange.here()).isIn(ByteRange.SAFE, ByteRange.WHOLE);
  }
}
