package io.waymark.training;

import java.util.Arrays;

/// Ridge regressions in closed form, by Cholesky factorisation in double precision.
final class Ridge {
  private Ridge() {}

  /// `(gram + ridge · I)⁻¹ right`, `n³ / 3` multiplications and `n²` for each column of `right`.
  ///
  /// @param gram symmetric, positive semi-definite, of which the lower triangle is read; kept as it
  ///   is
  /// @param ridge positive
  static double[][] solve(double[][] gram, double ridge, double[][] right) {
    double[][] factor = factored(gram, ridge);
    double[][] solved = new double[gram.length][];
    for (int row = 0; row < gram.length; row++) {
      solved[row] = right[row].clone();
      for (int at = 0; at < row; at++) {
        subtract(solved[row], factor[row][at], solved[at]);
      }
      divide(solved[row], factor[row][row]);
    }
    for (int row = gram.length - 1; row >= 0; row--) {
      for (int at = row + 1; at < gram.length; at++) {
        subtract(solved[row], factor[at][row], solved[at]);
      }
      divide(solved[row], factor[row][row]);
    }
    return solved;
  }

  private static double[][] factored(double[][] gram, double ridge) {
    double[][] factor = new double[gram.length][];
    for (int row = 0; row < gram.length; row++) {
      factor[row] = Arrays.copyOf(gram[row], row + 1);
      factor[row][row] += ridge;
      for (int column = 0; column <= row; column++) {
        double sum = factor[row][column];
        for (int at = 0; at < column; at++) {
          sum -= factor[row][at] * factor[column][at];
        }
        factor[row][column] = row == column ? Math.sqrt(sum) : sum / factor[column][column];
      }
    }
    return factor;
  }

  private static void subtract(double[] from, double factor, double[] row) {
    for (int at = 0; at < from.length; at++) {
      from[at] -= factor * row[at];
    }
  }

  private static void divide(double[] row, double by) {
    for (int at = 0; at < row.length; at++) {
      row[at] /= by;
    }
  }
}
