package io.waymark.training;

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

  /// Four rows added to four: `to[row + r][j] += Σ factors[4 r + s] · from[at + s][j]`. In two
  /// loops: with all sixteen multiplications in one, the compiler finds it too large to make vector
  /// instructions of it.
  static void addFourToFour(
      float[][] to, int row, float[] factors, float[][] from, int at, int begin, int end) {
    float[] a = from[at];
    float[] b = from[at + 1];
    float[] c = from[at + 2];
    float[] d = from[at + 3];
    float[] first = to[row];
    float[] second = to[row + 1];
    float[] third = to[row + 2];
    float[] fourth = to[row + 3];
    float a1 = factors[0];
    float b1 = factors[1];
    float c1 = factors[2];
    float d1 = factors[3];
    float a2 = factors[4];
    float b2 = factors[5];
    float c2 = factors[6];
    float d2 = factors[7];
    float a3 = factors[8];
    float b3 = factors[9];
    float c3 = factors[10];
    float d3 = factors[11];
    float a4 = factors[12];
    float b4 = factors[13];
    float c4 = factors[14];
    float d4 = factors[15];
    for (int j = begin; j < end; j++) {
      float x = a[j];
      float y = b[j];
      float z = c[j];
      float w = d[j];
      first[j] = Math.fma(d1, w, Math.fma(c1, z, Math.fma(b1, y, Math.fma(a1, x, first[j]))));
      second[j] = Math.fma(d2, w, Math.fma(c2, z, Math.fma(b2, y, Math.fma(a2, x, second[j]))));
    }
    for (int j = begin; j < end; j++) {
      float x = a[j];
      float y = b[j];
      float z = c[j];
      float w = d[j];
      third[j] = Math.fma(d3, w, Math.fma(c3, z, Math.fma(b3, y, Math.fma(a3, x, third[j]))));
      fourth[j] = Math.fma(d4, w, Math.fma(c4, z, Math.fma(b4, y, Math.fma(a4, x, fourth[j]))));
    }
  }

  /// The next multiple of four.
  static int padded(int rows) {
    return (rows + 3) / 4 * 4;
  }
}
