package io.waymark.training;

import io.waymark.training.onnx.FoldIn;
import java.util.Arrays;

/// A user's vector and scores by Cholesky factorisation in double precision: the plain way to what
/// the graph computes by a few steps in single precision.
final class ExactFoldIn implements Model.Exact {
  private final float[] vectors;
  private final int width;
  private final FoldIn equations;

  /// `a0 VᵀV`.
  private final double[][] shared;

  /// The same equations that the graph is written with.
  ExactFoldIn(Factors factors, FoldIn equations) {
    this.vectors = factors.items();
    this.width = factors.width();
    this.equations = equations;
    this.shared = new double[width][width];
    for (int at = 0; at < vectors.length; at += width) {
      add(shared, equations.a0(), at);
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
    double[] user = user(items, weights, shares);
    double[] scores = new double[vectors.length / width];
    for (int item = 0; item < scores.length; item++) {
      double sum = 0;
      for (int at = 0; at < width; at++) {
        sum += user[at] * vectors[item * width + at];
      }
      scores[item] = sum;
    }
    return scores;
  }

  /// The vector of whoever has this history, of whole weights; threads may share it.
  double[] user(int[] items, float[] weights) {
    float[] whole = new float[items.length];
    Arrays.fill(whole, 1);
    return user(items, weights, whole);
  }

  private double[] user(int[] items, float[] weights, float[] shares) {
    double[][] system = new double[width][];
    for (int row = 0; row < width; row++) {
      system[row] = shared[row].clone();
    }
    double[][] side = new double[width][1];
    double total = 0;
    for (int at = 0; at < items.length; at++) {
      double whole = equations.scale() == 0 ? 1 : (double) equations.scale() * weights[at];
      double weight = shares[at] * whole;
      add(system, weight, items[at] * width);
      for (int row = 0; row < width; row++) {
        side[row][0] += equations.pull(weight) * vectors[items[at] * width + row];
      }
      total += weight;
    }
    double penalty =
        equations.lambda() * equations.penalised(total, items.length)
            + equations.sharedPenalty(vectors.length / width);
    double[][] solved = Ridge.solve(system, penalty, side);
    double[] user = new double[width];
    for (int row = 0; row < width; row++) {
      user[row] = solved[row][0];
    }
    return user;
  }
}
