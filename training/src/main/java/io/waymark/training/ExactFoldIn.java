package io.waymark.training;

/// A user's vector and scores by Cholesky factorisation in double precision: the plain way to what
/// the graph computes by a few steps in single precision.
final class ExactFoldIn implements Model.Exact {
  private final float[] vectors;
  private final int width;
  private final double a0;
  private final double lambda;
  private final double scale;

  /// `a0 VᵀV`.
  private final double[][] shared;

  /// The same numbers that the graph is written with.
  ///
  /// @param scale of weights; 0: every weight counts 1
  ExactFoldIn(Factors factors, float a0, float lambda, float scale) {
    this.vectors = factors.items();
    this.width = factors.width();
    this.a0 = a0;
    this.lambda = lambda;
    this.scale = scale;
    this.shared = new double[width][width];
    for (int at = 0; at < vectors.length; at += width) {
      add(shared, a0, at);
    }
  }

  /// Adds `weight · v vᵀ` to the lower triangle, `v` standing at `at`.
  private void add(double[][] system, double weight, int at) {
    for (int row = 0; row < width; row++) {
      double factor = weight * vectors[at + row];
      for (int column = 0; column <= row; column++) {
        system[row][column] += factor * vectors[at + column];
      }
    }
  }

  @Override
  public double[] scores(int[] items, float[] weights, float[] shares) {
    double[][] system = new double[width][];
    for (int row = 0; row < width; row++) {
      system[row] = shared[row].clone();
    }
    double[][] side = new double[width][1];
    double total = 0;
    for (int at = 0; at < items.length; at++) {
      double weight = shares[at] * (scale == 0 ? 1 : scale * weights[at]);
      add(system, weight, items[at] * width);
      for (int row = 0; row < width; row++) {
        side[row][0] += weight * vectors[items[at] * width + row];
      }
      total += weight;
    }
    int count = vectors.length / width;
    double[][] user = Ridge.solve(system, lambda * (total + a0 * count), side);
    double[] scores = new double[count];
    for (int item = 0; item < count; item++) {
      for (int row = 0; row < width; row++) {
        scores[item] += user[row][0] * vectors[item * width + row];
      }
    }
    return scores;
  }
}
