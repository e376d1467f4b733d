package io.waymark.model.scan;

/// The mean of all vectors and the products of their axes: from these follows how the products of
/// all items with one vector lie, without a look at any. Made where it is first asked for, which
/// blends do.
final class Moments {
  private final Rows table;
  private final int items;
  private double[] means = {};
  private double[][] products = {};

  Moments(Rows table, int items) {
    this.table = table;
    this.items = items;
  }

  Spread spread(float[] vector) {
    make();
    double mean = 0;
    double squares = 0;
    for (int axis = 0; axis < vector.length; axis++) {
      mean += vector[axis] * means[axis];
      double sum = 0;
      for (int other = 0; other < vector.length; other++) {
        sum += products[axis][other] * vector[other];
      }
      squares += vector[axis] * sum;
    }
    return new Spread(mean, Math.sqrt(Math.max(0, squares - mean * mean)));
  }

  private synchronized void make() {
    if (means.length > 0) {
      return;
    }
    int width = table.width();
    double[] sums = new double[width];
    double[][] all = new double[width][width];
    float[] row = new float[width];
    for (int item = 0; item < items; item++) {
      table.copy(item, row);
      for (int axis = 0; axis < width; axis++) {
        sums[axis] += row[axis];
        addProducts(all[axis], row, row[axis]);
      }
    }
    for (int axis = 0; axis < width; axis++) {
      sums[axis] /= items;
      for (int other = 0; other < width; other++) {
        all[axis][other] /= items;
      }
    }
    products = all;
    means = sums;
  }

  private static void addProducts(double[] to, float[] row, double factor) {
    for (int at = 0; at < to.length; at++) {
      to[at] = Math.fma(factor, row[at], to[at]);
    }
  }
}
