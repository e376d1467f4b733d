package io.waymark.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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

/// Products with packed rows are those of two nested loops, at sizes around those of groups and of
/// what a processor takes at a time.
class PackedProductsTest {
  private final SplittableRandom random = new SplittableRandom(3);

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "1, 64",
    "15, 7",
    "16, 64",
    "17, 3",
    "47, 5",
    "63, 130",
    "4096, 5",
    "4097, 16",
    "8209, 4",
    "30011, 64"
  })
  void multipliesEachRow(int rows, int width) {
    byte[][] table = table(rows, width);
    // Sums that sixteen bits only just hold, above and below 0.
    Arrays.fill(table[0], (byte) -PackedProducts.MOST_OF_ROWS);
    Arrays.fill(table[rows - 1], (byte) PackedProducts.MOST_OF_ROWS);
    byte[] most = new byte[width];
    Arrays.fill(most, (byte) PackedProducts.MOST_OF_VECTORS);
    byte[] least = new byte[width];
    Arrays.fill(least, (byte) -PackedProducts.MOST_OF_VECTORS);
    int open = NativeHandles.open();
    try (PackedProducts products = of(table, width)) {
      assertThat(NativeHandles.open()).isEqualTo(open + 1);
      for (byte[] vector : List.of(most, least, new byte[width], vector(width), vector(width))) {
        products.multiply(
            vector,
            (begin, groups, largest, all) -> {
              assertThat(begin).isZero();
              assertThat(groups).isEqualTo(Math.ceilDiv(rows, PackedProducts.GROUP));
              assertProducts(table, vector, groups, largest, all);
            });
      }
    }
    assertThat(NativeHandles.open()).isEqualTo(open);
  }

  @Test
  void multipliesForSeveralAtATime() throws Exception {
    int width = 24;
    byte[][] table = table(5_000, width);
    try (PackedProducts products = of(table, width);
        ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<byte[]> vectors = IntStream.range(0, 64).mapToObj(_ -> vector(width)).toList();
      List<Future<?>> running =
          vectors.stream()
              .<Future<?>>map(
                  vector ->
                      threads.submit(
                          () ->
                              products.multiply(
                                  vector,
                                  (_, groups, largest, all) ->
                                      assertProducts(table, vector, groups, largest, all))))
              .toList();
      for (Future<?> each : running) {
        Object _ = each.get();
      }
    }
  }

  @Test
  void holdsWhatFitsOneGraph() {
    assertThat(PackedProducts.canHold(1_000_000, 64)).isTrue();
    assertThat(PackedProducts.canHold(2_000_000_000, 64)).isFalse();
    assertThat(PackedProducts.canHold(100_000_000, 64)).isFalse();
    assertThat(PackedProducts.bytes(1_000_000, 64)).isGreaterThan(64_000_000);
  }

  private static PackedProducts of(byte[][] table, int width) {
    return PackedProducts.of(
        table.length, width, (row, to) -> System.arraycopy(table[row], 0, to, 0, width));
  }

  private byte[][] table(int rows, int width) {
    byte[][] table = new byte[rows][width];
    for (byte[] row : table) {
      for (int at = 0; at < width; at++) {
        row[at] =
            (byte) random.nextInt(-PackedProducts.MOST_OF_ROWS, PackedProducts.MOST_OF_ROWS + 1);
      }
    }
    return table;
  }

  private byte[] vector(int width) {
    byte[] vector = new byte[width];
    for (int at = 0; at < width; at++) {
      vector[at] =
          (byte)
              random.nextInt(-PackedProducts.MOST_OF_VECTORS, PackedProducts.MOST_OF_VECTORS + 1);
    }
    return vector;
  }

  private static void assertProducts(
      byte[][] table, byte[] vector, int groups, MemorySegment largest, MemorySegment all) {
    for (int group = 0; group < groups; group++) {
      int most = Integer.MIN_VALUE;
      for (int at = 0; at < PackedProducts.GROUP; at++) {
        int row = group * PackedProducts.GROUP + at;
        int wanted = row < table.length ? sum(table[row], vector) : 0;
        most = Math.max(most, wanted);
        assertThat(all.getAtIndex(ValueLayout.JAVA_INT, row)).isEqualTo(wanted);
      }
      assertThat(largest.getAtIndex(ValueLayout.JAVA_INT, group)).isEqualTo(most);
    }
  }

  private static int sum(byte[] row, byte[] vector) {
    int sum = 0;
    for (int at = 0; at < row.length; at++) {
      sum += row[at] * vector[at];
    }
    return sum;
  }
}
