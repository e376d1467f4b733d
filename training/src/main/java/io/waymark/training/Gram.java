package io.waymark.training;

import java.util.Arrays;

/// Products of tall narrow matrices and solves of small symmetric systems. Of symmetric matrices
/// the lower triangle counts.
final class Gram {
  private static final int CHUNK = 2048;

  /// Rows are handled up to a multiple of this: full vectors beat exact triangles.
  private static final int BLOCK = 16;

  private Gram() {}

  /// Room for a symmetric matrix: rows up to a multiple of four, so that loops need no remainder.
  static float[][] room(int width) {
    return new float[Rows.padded(width)][width];
  }

  /// `XᵀX` of `rows` vectors of length `width`, row by row. Chunks are summed in order: the same
  /// bits for any number of threads.
  static float[] of(float[] vectors, int rows, int width, Workers workers) {
    int chunks = Math.max(1, (rows + CHUNK - 1) / CHUNK);
    float[][][] parts = new float[chunks][][];
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
              parts[chunk] = room(width);
              new Sum(width).add(parts[chunk], new float[width], vectors, all, ones, 0, all.length);
            });
    double[] sum = new double[width * width];
    for (float[][] part : parts) {
      for (int row = 0; row < width; row++) {
        for (int column = 0; column <= row; column++) {
          sum[row * width + column] += part[row][column];
        }
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

  /// Sums over chosen vectors; one per thread.
  static final class Sum {
    private final int width;
    private final float[][] four;
    private final float[] factors = new float[16];
    private final float[] weight = new float[4];

    Sum(int width) {
      this.width = width;
      this.four = new float[4][width];
    }

    /// Adds `Σ w v vᵀ` over the vectors `rows[from..to)` to the lower triangle of `matrix`, which
    /// has the size of [#room] (what lands above it is not to be used), and `Σ w v` to `side`. Cost
    /// `(to - from) · width² / 2` multiplications and a bit. Four vectors at a time, copied side by
    /// side: the matrix passes through memory once for all of them.
    void add(
        float[][] matrix,
        float[] side,
        float[] vectors,
        int[] rows,
        float[] weights,
        int from,
        int to) {
      for (int at = from; at < to; at += 4) {
        int count = Math.min(4, to - at);
        Arrays.fill(weight, 0);
        for (int each = 0; each < count; each++) {
          System.arraycopy(vectors, rows[at + each] * width, four[each], 0, width);
          weight[each] = weights[at + each];
        }
        for (int row = 0; row < width; row += 4) {
          for (int within = 0; within < Math.min(4, width - row); within++) {
            for (int each = 0; each < 4; each++) {
              factors[4 * within + each] = weight[each] * four[each][row + within];
            }
          }
          int end = Math.min(width, row / BLOCK * BLOCK + BLOCK);
          Rows.addFourToFour(matrix, row, factors, four, 0, 0, end);
        }
        Rows.addFour(side, weight[0], weight[1], weight[2], weight[3], four, 0, 0, width);
      }
    }
  }

  /// Solves `A x = b` in place for a positive definite `A` given by its lower triangle, which
  /// becomes its factor transposed above the diagonal (`A = UᵀU`); `b` becomes `x`. A pivot that
  /// rounding made vanish is lifted instead of dividing by zero.
  static void solve(float[][] matrix, float[] vector, int width) {
    for (int row = 0; row < width; row++) {
      for (int column = row + 1; column < width; column++) {
        matrix[row][column] = matrix[column][row];
      }
    }
    for (int pivot = 0; pivot < width; pivot++) {
      float[] upper = matrix[pivot];
      float scale = (float) (1 / Math.sqrt(Math.max(upper[pivot], 1e-20f)));
      for (int j = pivot; j < width; j++) {
        upper[j] *= scale;
      }
      for (int row = pivot + 1; row < width; row++) {
        Rows.add(matrix[row], -upper[row], upper, row, width);
      }
    }
    for (int row = 0; row < width; row++) {
      float solved = vector[row] / matrix[row][row];
      vector[row] = solved;
      Rows.add(vector, -solved, matrix[row], row + 1, width);
    }
    for (int row = width - 1; row >= 0; row--) {
      float rest = vector[row];
      for (int j = row + 1; j < width; j++) {
        rest -= matrix[row][j] * vector[j];
      }
      vector[row] = rest / matrix[row][row];
    }
  }
}
