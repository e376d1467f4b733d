package io.waymark.training.onnx;

/// Eigenvalues and vectors of a symmetric matrix, in double precision, by cyclic Jacobi rotations
/// (Golub and Van Loan, Matrix Computations, section 8.5). Cost about `50 width³`.
final class Eigen {
  private static final int MOST_SWEEPS = 50;

  /// What is left beside the diagonal, relative to it, squared.
  private static final double SMALL = 1e-28;

  /// In no order.
  final double[] values;

  /// One per row, in the order of the values.
  final double[][] vectors;

  private Eigen(double[] values, double[][] vectors) {
    this.values = values;
    this.vectors = vectors;
  }

  static Eigen of(double[][] symmetric) {
    int width = symmetric.length;
    double[][] matrix = new double[width][];
    double[][] vectors = new double[width][width];
    for (int row = 0; row < width; row++) {
      matrix[row] = symmetric[row].clone();
      vectors[row][row] = 1;
    }
    for (int sweep = 0; sweep < MOST_SWEEPS && !isDiagonal(matrix); sweep++) {
      for (int first = 0; first < width; first++) {
        for (int second = first + 1; second < width; second++) {
          rotate(matrix, vectors, first, second);
        }
      }
    }
    double[] values = new double[width];
    for (int at = 0; at < width; at++) {
      values[at] = matrix[at][at];
    }
    return new Eigen(values, vectors);
  }

  private static boolean isDiagonal(double[][] matrix) {
    double diagonal = 0;
    double beside = 0;
    for (int row = 0; row < matrix.length; row++) {
      diagonal += matrix[row][row] * matrix[row][row];
      for (int column = 0; column < row; column++) {
        beside += matrix[row][column] * matrix[row][column];
      }
    }
    return beside <= SMALL * diagonal;
  }

  /// Turns the plane of two axes so that what couples them becomes 0.
  private static void rotate(double[][] matrix, double[][] vectors, int first, int second) {
    double coupling = matrix[first][second];
    if (coupling == 0) {
      return;
    }
    double slope = (matrix[second][second] - matrix[first][first]) / (2 * coupling);
    double tangent = Math.copySign(1, slope) / (Math.abs(slope) + Math.hypot(1, slope));
    double cosine = 1 / Math.hypot(1, tangent);
    double sine = tangent * cosine;
    for (double[] row : matrix) {
      double one = row[first];
      double other = row[second];
      row[first] = cosine * one - sine * other;
      row[second] = sine * one + cosine * other;
    }
    turn(matrix[first], matrix[second], cosine, sine);
    turn(vectors[first], vectors[second], cosine, sine);
  }

  private static void turn(double[] first, double[] second, double cosine, double sine) {
    for (int at = 0; at < first.length; at++) {
      double one = first[at];
      double other = second[at];
      first[at] = cosine * one - sine * other;
      second[at] = sine * one + cosine * other;
    }
  }
}
