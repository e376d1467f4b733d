package io.waymark.training;

/// Inverts a symmetric positive definite matrix where it stands, by sweeping out blocks of rows and
/// columns (Gauss–Jordan without pivoting, which such matrices do not need): with the block `K`
/// inverted in double precision, `A := A − A[:,K] A[K,K]⁻¹ A[K,:]`, `A[:,K] := A[:,K] A[K,K]⁻¹`,
/// `A[K,K] := −A[K,K]⁻¹`; after all blocks `A` is minus its inverse. As many multiplications as a
/// Cholesky factorisation with the inverse from it, `n³ / 2`, but all of them in one kind of loop,
/// and all of that on every thread. Only the lower triangle is read and kept.
final class Sweep {
  private static final int BLOCK = 64;

  /// Rows of a chunk; the columns of the block that they need stay near the processor.
  private static final int ROWS = 32;

  private static final int COLUMNS = 256;

  private final float[][] matrix;
  private final int size;
  private final Workers workers;

  /// `A[:,K]` turned, so that loops run along it, with `K` itself at 0.
  private final float[][] columns;

  /// `A[:,K] A[K,K]⁻¹` turned.
  private final float[][] scaled;

  private Sweep(float[][] matrix, int size, Workers workers) {
    this.matrix = matrix;
    this.size = size;
    this.workers = workers;
    this.columns = new float[BLOCK][size];
    this.scaled = new float[BLOCK][size];
  }

  /// Turns `matrix` into minus its inverse, both triangles.
  ///
  /// @param matrix its lower triangle; rows up to a multiple of four, each as long as `size`
  static void invert(float[][] matrix, int size, Workers workers) {
    Sweep sweep = new Sweep(matrix, size, workers);
    for (int begin = 0; begin < size; begin += BLOCK) {
      sweep.block(begin, Math.min(size, begin + BLOCK));
    }
    sweep.mirror();
  }

  private void block(int begin, int end) {
    int width = end - begin;
    double[][] inverse = new double[width][width];
    for (int row = 0; row < width; row++) {
      for (int column = 0; column <= row; column++) {
        inverse[row][column] = matrix[begin + row][begin + column];
        inverse[column][row] = inverse[row][column];
      }
    }
    invertSmall(inverse);
    int chunks = (size + COLUMNS - 1) / COLUMNS;
    workers.each(chunks, () -> chunk -> turn(chunk, begin, end, inverse));
    int groups = (size + ROWS - 1) / ROWS;
    // The longest rows first, so that no thread is left alone with them.
    workers.each(
        groups,
        () -> {
          float[] factors = new float[16];
          return group -> reduce((groups - 1 - group) * ROWS, begin, end, factors);
        });
    workers.each(chunks, () -> chunk -> putBack(chunk, begin, end, inverse));
  }

  private void turn(int chunk, int begin, int end, double[][] inverse) {
    int from = chunk * COLUMNS;
    int to = Math.min(size, from + COLUMNS);
    for (int at = 0; at < BLOCK; at++) {
      java.util.Arrays.fill(columns[at], from, to, 0);
      java.util.Arrays.fill(scaled[at], from, to, 0);
    }
    for (int row = begin; row < end; row++) {
      int before = Math.min(to, begin);
      if (from < before) {
        System.arraycopy(matrix[row], from, columns[row - begin], from, before - from);
      }
    }
    for (int row = Math.max(from, end); row < to; row++) {
      for (int column = begin; column < end; column++) {
        columns[column - begin][row] = matrix[row][column];
      }
    }
    int width = end - begin;
    for (int at = 0; at < width; at++) {
      for (int each = 0; each < BLOCK; each += 4) {
        Rows.addFour(
            scaled[at],
            number(inverse, at, each),
            number(inverse, at, each + 1),
            number(inverse, at, each + 2),
            number(inverse, at, each + 3),
            columns,
            each,
            from,
            to);
      }
    }
  }

  private static float number(double[][] inverse, int row, int column) {
    return column < inverse.length ? (float) inverse[row][column] : 0;
  }

  /// Rows of the block itself lose nothing, since their `scaled` is 0.
  private void reduce(int first, int begin, int end, float[] factors) {
    int last = Math.min(size, first + ROWS);
    int padded = Rows.padded(end - begin);
    for (int from = 0; from < last; from += COLUMNS) {
      for (int row = first; row < last; row += 4) {
        int to = Math.min(Math.min(size, from + COLUMNS), row + 4);
        for (int at = 0; from < to && at < padded; at += 4) {
          for (int within = 0; within < 4; within++) {
            for (int each = 0; each < 4; each++) {
              int which = row + within;
              factors[4 * within + each] = which < size ? -scaled[at + each][which] : 0;
            }
          }
          Rows.addFourToFour(matrix, row, factors, columns, at, from, to);
        }
      }
    }
  }

  private void putBack(int chunk, int begin, int end, double[][] inverse) {
    int from = chunk * COLUMNS;
    int to = Math.min(size, from + COLUMNS);
    for (int row = begin; row < end; row++) {
      int before = Math.min(to, begin);
      if (from < before) {
        System.arraycopy(scaled[row - begin], from, matrix[row], from, before - from);
      }
      for (int column = Math.max(from, begin); column <= Math.min(to - 1, row); column++) {
        matrix[row][column] = (float) -inverse[row - begin][column - begin];
      }
    }
    for (int row = Math.max(from, end); row < to; row++) {
      for (int column = begin; column < end; column++) {
        matrix[row][column] = scaled[column - begin][row];
      }
    }
  }

  private void mirror() {
    int chunks = (size + COLUMNS - 1) / COLUMNS;
    workers.each(
        chunks,
        () ->
            chunk -> {
              int end = Math.min(size, (chunk + 1) * COLUMNS);
              for (int from = chunk * COLUMNS; from < size; from += COLUMNS) {
                for (int row = chunk * COLUMNS; row < end; row++) {
                  int to = Math.min(size, from + COLUMNS);
                  for (int column = Math.max(from, row + 1); column < to; column++) {
                    matrix[row][column] = matrix[column][row];
                  }
                }
              }
            });
  }

  /// Gauss–Jordan in place.
  private static void invertSmall(double[][] small) {
    for (int pivot = 0; pivot < small.length; pivot++) {
      double scale = 1 / small[pivot][pivot];
      small[pivot][pivot] = 1;
      for (int column = 0; column < small.length; column++) {
        small[pivot][column] *= scale;
      }
      for (int row = 0; row < small.length; row++) {
        double factor = small[row][pivot];
        if (row == pivot) {
          continue;
        }
        small[row][pivot] = 0;
        for (int column = 0; column < small.length; column++) {
          small[row][column] -= factor * small[pivot][column];
        }
      }
    }
  }
}
