package io.waymark.model.scan;

/// The factor `R` of a symmetric positive definite matrix, `RᵀR`, to solve equations by. Small
/// ones: of a history or of the axes of a vector. Four rows are worked off at a time.
final class Cholesky {
  private static final int FOUR = 4;

  private final double[][] rows;

  private Cholesky(double[][] rows) {
    this.rows = rows;
  }

  /// Factors a matrix in place.
  ///
  /// @param matrix from the diagonal on, nothing in it below the identity; of a multiple of four
  static Cholesky of(double[][] matrix) {
    int size = matrix.length;
    for (int block = 0; block < size; block += FOUR) {
      for (int pivot = block; pivot < block + FOUR; pivot++) {
        double[] row = matrix[pivot];
        double root = 1 / Math.sqrt(row[pivot]);
        for (int at = pivot; at < size; at++) {
          row[at] *= root;
        }
        for (int below = pivot + 1; below < block + FOUR; below++) {
          Loops.add(matrix[below], row, -row[below], below, size);
        }
      }
      for (int below = block + FOUR; below < size; below++) {
        subtractFour(matrix[below], matrix, matrix, block, below, below, size);
      }
    }
    return new Cholesky(matrix);
  }

  /// `to -= Σ factors[block + i][of] · from[block + i]`.
  private static void subtractFour(
      double[] to, double[][] from, double[][] factors, int block, int of, int begin, int end) {
    Loops.addFour(
        to,
        from[block],
        from[block + 1],
        from[block + 2],
        from[block + 3],
        -factors[block][of],
        -factors[block + 1][of],
        -factors[block + 2][of],
        -factors[block + 3][of],
        begin,
        end);
  }

  /// Solves in place.
  ///
  /// @param right a row for each equation, with as many columns as there are right sides
  void solve(double[][] right) {
    int size = rows.length;
    int columns = right[0].length;
    for (int block = 0; block < size; block += FOUR) {
      for (int pivot = block; pivot < block + FOUR; pivot++) {
        multiply(right[pivot], 1 / rows[pivot][pivot]);
        for (int below = pivot + 1; below < block + FOUR; below++) {
          Loops.add(right[below], right[pivot], -rows[pivot][below], 0, columns);
        }
      }
      for (int below = block + FOUR; below < size; below++) {
        subtractFour(right[below], right, rows, block, below, 0, columns);
      }
    }
    for (int block = size - FOUR; block >= 0; block -= FOUR) {
      for (int pivot = block + FOUR - 1; pivot >= block; pivot--) {
        double[] row = rows[pivot];
        for (int after = block + FOUR; after < size; after += FOUR) {
          Loops.addFour(
              right[pivot],
              right[after],
              right[after + 1],
              right[after + 2],
              right[after + 3],
              -row[after],
              -row[after + 1],
              -row[after + 2],
              -row[after + 3],
              0,
              columns);
        }
        for (int after = pivot + 1; after < block + FOUR; after++) {
          Loops.add(right[pivot], right[after], -row[after], 0, columns);
        }
        multiply(right[pivot], 1 / row[pivot]);
      }
    }
  }

  private static void multiply(double[] row, double by) {
    for (int at = 0; at < row.length; at++) {
      row[at] *= by;
    }
  }

  /// Solves for one right side in place.
  void solve(double[] right) {
    int size = rows.length;
    for (int pivot = 0; pivot < size; pivot++) {
      right[pivot] /= rows[pivot][pivot];
      Loops.add(right, rows[pivot], -right[pivot], pivot + 1, size);
    }
    for (int pivot = size - 1; pivot >= 0; pivot--) {
      double[] row = rows[pivot];
      double sum = right[pivot];
      for (int at = pivot + 1; at < size; at++) {
        sum -= row[at] * right[at];
      }
      right[pivot] = sum / row[pivot];
    }
  }
}
