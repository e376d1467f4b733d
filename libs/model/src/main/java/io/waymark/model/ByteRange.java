package io.waymark.model;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/// How far from 0 the numbers of a product of bytes may be.
///
/// @param rows of what is multiplied with
/// @param vectors of vectors, which are moved up by as much, so that they have no sign
public record ByteRange(int rows, int vectors) {
  /// All that bytes have.
  public static final ByteRange WHOLE = new ByteRange(Byte.MAX_VALUE, Byte.MAX_VALUE);

  /// Some processors cut the sum of two products to sixteen bits: such sums fit these. What both
  /// roundings add to a product's error is about equal.
  public static final ByteRange SAFE = new ByteRange(107, Short.MAX_VALUE / 4 / 107);

  /// The widest one of which products are right on this processor, found by multiplying.
  ///
  /// @throws IllegalStateException where none is
  public static ByteRange here() {
    return Holder.HERE.orElseThrow(
        () -> new IllegalStateException("products of bytes are wrong on this processor"));
  }

  private static final class Holder {
    static final Optional<ByteRange> HERE =
        Stream.of(WHOLE, SAFE).filter(ByteRange::isRight).findFirst();
  }

  /// Whether products of the largest numbers are what they are, of one vector and of many.
  static boolean isRight(ByteRange range) {
    int width = 64;
    int rows = 64;
    boolean[] wrong = {false};
    try (ByteProducts products =
        ByteProducts.of(
            rows,
            width,
            range,
            (row, to) -> Arrays.fill(to, (byte) (row < rows / 2 ? range.rows() : -range.rows())))) {
      int most = width * range.rows() * range.vectors();
      for (int count : new int[] {1, 2, 3, 32}) {
        for (int sign : new int[] {1, -1}) {
          byte[] vectors = new byte[count * width];
          Arrays.fill(vectors, (byte) (sign * range.vectors()));
          products.multiply(
              vectors,
              count,
              (_, _, groups, largest) -> {
                for (int group = 0; group < groups; group++) {
                  int wanted = (group < groups / 2 ? sign : -sign) * most;
                  wrong[0] |= largest[group] != wanted;
                }
              });
        }
      }
    }
    return !wrong[0];
  }
}
