package io.waymark.training;

import java.util.Arrays;

/// The inner loops of all matrix work: multiples of rows added to rows. Rows are arrays of their
/// own, read and written at the same index: only so does the compiler know that they do not
/// overlap, and make vector instructions of the loops. With rows side by side in one array, at
/// offsets, the same loops run five times as long.
final class Rows {
  private Rows() {}

  /// `to[j] += factor · from[j]` for `begin <= j < end`.
  static void add(float[] to, float factor, float[] from, int begin, int end) {
    for (int j = begin; j < end; j++) {
      to[j] = Math.fma(factor, from[j], to[j]);
    }
  }

  /// As above for four rows at once, `from[at]` to `from[at + 3]`: `to` passes through memory once.
  static void addFour(
      float[] to,
      float first,
      float second,
      float third,
      float fourth,
      float[][] from,
      int at,
      int begin,
      int end) {
    float[] a = from[at];
    float[] b = from[at + 1];
    float[] c = from[at + 2];
    float[] d = from[at + 3];
    for (int j = begin; j < end; j++) {
      float sum = Math.fma(first, a[j], to[j]);
      sum = Math.fma(second, b[j], sum);
      sum = Math.fma(third, c[j], sum);
      to[j] = Math.fma(fourth, d[j], sum);
    }
  }

  /// The product of two rows of a length that four divides.
  static float product(float[] one, float[] other) {
    float first = 0;
    float second = 0;
    float third = 0;
    float fourth = 0;
    for (int k = 0; k < one.length; k += 4) {
      first = Math.fma(one[k], other[k], first);
      second = Math.fma(one[k + 1], other[k + 1], second);
      third = Math.fma(one[k + 2], other[k + 2], third);
      fourth = Math.fma(one[k + 3], other[k + 3], fourth);
    }
    return first + second + third + fourth;
  }

  /// The first `width` numbers of each row, one row after the other.
  static float[] joined(float[][] rows, int width) {
    float[] joined = new float[rows.length * width];
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(rows[row], 0, joined, row * width, width);
    }
    return joined;
  }

  /// The opposite of [#joined].
  static float[][] of(float[] joined, int width) {
    float[][] rows = new float[joined.length / width][];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = Arrays.copyOfRange(joined, row * width, (row + 1) * width);
    }
    return rows;
  }

  /// The next multiple of eight.
  static int padded(int rows) {
    return (rows + 7) / 8 * 8;
  }
}
