package io.waymark.training.onnx;

/// Inverts small symmetric positive definite matrices, in double precision.
final class Inverse {
  private Inverse() {}

  /// Gauss–Jordan without pivoting, which positive definite matrices do not need. Cost `width³`.
  static float[] of(double[] matrix, int width) {
    double[] left = matrix.clone();
    double[] right = new double[width * width];
    for (int at = 0; at < width; at++) {
      right[at * width + at] = 1;
    }
    for (int pivot = 0; pivot < width; pivot++) {
      double scale = 1 / left[pivot * width + pivot];
      for (int column = 0; column < width; column++) {
        left[pivot * width + column] *= scale;
        right[pivot * width + column] *= scale;
      }
      for (int row = 0; row < width; row++) {
        double factor = left[row * width + pivot];
        if (row == pivot || factor == 0) {
          continue;
        }
        for (int column = 0; column < width; column++) {
          left[row * width + column] -= factor * left[pivot * width + column];
          right[row * width + column] -= factor * right[pivot * width + column];
        }
      }
    }
    float[] rounded = new float[right.length];
    for (int at = 0; at < right.length; at++) {
      rounded[at] = (float) right[at];
    }
    return rounded;
  }
}
