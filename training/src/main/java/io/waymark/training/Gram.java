package io.waymark.training;

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
  static void addOuterProducts(
      float[] matrix, float[] vectors, int width, int[] rows, float[] weights, int from, int to) {
    int at = from;
    for (; at + 4 <= to; at += 4) {
      int a = rows[at] * width;
      int b = rows[at + 1] * width;
      int c = rows[at + 2] * width;
      int d = rows[at + 3] * width;
      for (int row = 0; row < width; row++) {
        addFour(
            matrix,
            row * width,
            vectors,
            a,
            b,
            c,
            d,
            weights[at] * vectors[a + row],
            weights[at + 1] * vectors[b + row],
            weights[at + 2] * vectors[c + row],
            weights[at + 3] * vectors[d + row],
            Math.min(width, row / BLOCK * BLOCK + BLOCK));
      }
    }
    for (; at < to; at++) {
      int a = rows[at] * width;
      for (int row = 0; row < width; row++) {
        axpy(
            weights[at] * vectors[a + row],
            vectors,
            a,
            matrix,
            row * width,
            Math.min(width, row / BLOCK * BLOCK + BLOCK));
      }
    }
  }

  private static void addFour(
      float[] to,
      int at,
      float[] from,
      int a,
      int b,
      int c,
      int d,
      float wa,
      float wb,
      float wc,
      float wd,
      int count) {
    for (int j = 0; j < count; j++) {
      to[at + j] =
          Math.fma(
              wd,
              from[d + j],
              Math.fma(
                  wc,
                  from[c + j],
                  Math.fma(wb, from[b + j], Math.fma(wa, from[a + j], to[at + j]))));
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
