package io.waymark.training;

import java.util.Arrays;

/// Products of tall narrow matrices and solves of small symmetric systems, on flat arrays. Matrices
/// are row by row; of symmetric ones the lower triangle counts. The inner loops run along rows and
/// only multiply and add, which the compiler turns into vector instructions.
final class Gram {
  private static final int CHUNK = 2048;

  /// Rows are handled up to a multiple of this: full vectors beat exact triangles.
  private static final int BLOCK = 16;

  private Gram() {}

  /// `XᵀX` of `rows` vectors of length `width`. Chunks are summed in order: the same bits for any
  /// number of threads.
  static float[] of(float[] vectors, int rows, int width, Workers workers) {
    int chunks = Math.max(1, (rows + CHUNK - 1) / CHUNK);
    float[][] parts = new float[chunks][width * width];
    workers.each(
        chunks,
        () ->
            chunk -> {
              int from = chunk * CHUNK;
              int count = Math.min(rows, from + CHUNK) - from;
              int[] all = new int[Math.max(0, count)];
              float[] ones = new float[all.length];
              for (int at = 0; at < all.length; at++) {
                all[at] = from + at;
                ones[at] = 1;
              }
              addOuterProducts(parts[chunk], vectors, width, all, ones, 0, all.length);
            });
    double[] sum = new double[width * width];
    for (float[] part : parts) {
      for (int at = 0; at < sum.length; at++) {
        sum[at] += part[at];
      }
    }
    float[] gram = new float[sum.length];
    for (int row = 0; row < width; row++) {
      for (int column = 0; column < width; column++) {
        int lower = Math.max(row, column) * width + Math.min(row, column);
        gram[row * width + column] = (float) sum[lower];
      }
    }
    return gram;
  }

  /// Adds `Σ w v vᵀ` over the vectors `rows[from..to)` to the lower triangle of `matrix` (what
  /// lands above it is not to be used). Cost `(to - from) · width² / 2` multiplications and a bit.
  /// Eight vectors at a time, copied side by side: the matrix passes through memory once for all of
  /// them.
  static void addOuterProducts(
      float[] matrix, float[] vectors, int width, int[] rows, float[] weights, int from, int to) {
    float[] eight = new float[8 * width];
    float[] factors = new float[8];
    for (int at = from; at < to; at += 8) {
      int count = Math.min(8, to - at);
      for (int each = 0; each < count; each++) {
        System.arraycopy(vectors, rows[at + each] * width, eight, each * width, width);
      }
      Arrays.fill(eight, count * width, 8 * width, 0);
      for (int row = 0; row < width; row++) {
        for (int each = 0; each < count; each++) {
          factors[each] = weights[at + each] * eight[each * width + row];
        }
        addEight(
            matrix,
            row * width,
            eight,
            width,
            factors,
            Math.min(width, row / BLOCK * BLOCK + BLOCK));
      }
    }
  }

  private static void addEight(
      float[] to, int at, float[] eight, int width, float[] factors, int count) {
    float a = factors[0];
    float b = factors[1];
    float c = factors[2];
    float d = factors[3];
    float e = factors[4];
    float f = factors[5];
    float g = factors[6];
    float h = factors[7];
    int c2 = 2 * width;
    int d3 = 3 * width;
    int e4 = 4 * width;
    int f5 = 5 * width;
    int g6 = 6 * width;
    int h7 = 7 * width;
    for (int j = 0; j < count; j++) {
      float sum = Math.fma(a, eight[j], to[at + j]);
      sum = Math.fma(b, eight[width + j], sum);
      sum = Math.fma(c, eight[c2 + j], sum);
      sum = Math.fma(d, eight[d3 + j], sum);
      sum = Math.fma(e, eight[e4 + j], sum);
      sum = Math.fma(f, eight[f5 + j], sum);
      sum = Math.fma(g, eight[g6 + j], sum);
      to[at + j] = Math.fma(h, eight[h7 + j], sum);
    }
  }

  static void axpy(float factor, float[] from, int fromAt, float[] to, int toAt, int count) {
    for (int j = 0; j < count; j++) {
      to[toAt + j] = Math.fma(factor, from[fromAt + j], to[toAt + j]);
    }
  }

  /// Solves `A x = b` in place for a positive definite `A` given by its lower triangle, which
  /// becomes its factor transposed above the diagonal (`A = UᵀU`); `b` becomes `x`. A pivot that
  /// rounding made vanish is lifted instead of dividing by zero.
  static void solve(float[] matrix, float[] vector, int width) {
    for (int row = 0; row < width; row++) {
      for (int column = row + 1; column < width; column++) {
        matrix[row * width + column] = matrix[column * width + row];
      }
    }
    for (int pivot = 0; pivot < width; pivot++) {
      int at = pivot * width;
      float scale = (float) (1 / Math.sqrt(Math.max(matrix[at + pivot], 1e-20f)));
      for (int j = pivot; j < width; j++) {
        matrix[at + j] *= scale;
      }
      for (int row = pivot + 1; row < width; row++) {
        axpy(-matrix[at + row], matrix, at + row, matrix, row * width + row, width - row);
      }
    }
    for (int row = 0; row < width; row++) {
      int at = row * width;
      float solved = vector[row] / matrix[at + row];
      vector[row] = solved;
      axpy(-solved, matrix, at + row + 1, vector, row + 1, width - row - 1);
    }
    for (int row = width - 1; row >= 0; row--) {
      int at = row * width;
      float rest = vector[row];
      for (int j = row + 1; j < width; j++) {
        rest -= matrix[at + j] * vector[j];
      }
      vector[row] = rest / matrix[at + row];
    }
  }
}
