package io.waymark.training;

import java.util.Arrays;

/// The equations of one row, a user or an item, given the vectors `v` of the other side, `(S + p I
/// + Σ w v vᵀ) x = Σ w v` over the row's entries, solved by a few steps of conjugate gradients from
///   where `x` stood in the round before (Takács, Pilászy, Tikk 2011, "Applications of the
///   conjugate gradient method for implicit feedback collaborative filtering"). Rounds make up for
///   what steps leave: after some, lists are as good as with exact solutions, for `(STEPS + 1) · (2
///   f entries + f²)` multiplications instead of `f² entries / 2 + f³ / 6`. One thread uses one of
///   these.
final class RowEquations {
  static final int STEPS = 3;

  /// Numbers of gathered vectors, which stay in a processor's second cache.
  private static final int GATHERED = 1 << 15;

  private static final int LEAST_GATHERED = 16;

  private final int width;
  private final int padded;
  private final float[][] shared;
  private final float[] vectors;
  private final Csr rows;
  private final float[][] gathered;
  private final float[] weights;
  private final float[] products;
  private final float[] x;
  private final float[] residual;
  private final float[] direction;
  private final float[] image;

  private int row;
  private float penalty;
  private int loaded;

  /// @param shared `S`, symmetric, rows and columns up to a multiple of four
  /// @param vectors of the other side, one after the other
  RowEquations(int width, float[][] shared, float[] vectors, Csr rows) {
    this.width = width;
    this.padded = Rows.padded(width);
    this.shared = shared;
    this.vectors = vectors;
    this.rows = rows;
    int most = Math.max(LEAST_GATHERED, GATHERED / padded / 8 * 8);
    this.gathered = new float[most][padded];
    this.weights = new float[most];
    this.products = new float[most];
    this.x = new float[padded];
    this.residual = new float[padded];
    this.direction = new float[padded];
    this.image = new float[padded];
  }

  /// Moves the row's vector, of `width` numbers from `at`, towards its solution.
  void improve(int row, float penalty, float[] solutions, int at) {
    this.row = row;
    this.penalty = penalty;
    loaded = -1;
    System.arraycopy(solutions, at, x, 0, width);
    Arrays.fill(residual, 0);
    subtractImage(residual, x, 1);
    System.arraycopy(residual, 0, direction, 0, padded);
    float size = Rows.product(residual, residual);
    for (int step = 0; step < STEPS && size > 0; step++) {
      Arrays.fill(image, 0);
      subtractImage(image, direction, 0);
      float curvature = -Rows.product(direction, image);
      if (!(curvature > 0)) {
        break;
      }
      float length = size / curvature;
      Rows.add(x, length, direction, 0, padded);
      Rows.add(residual, length, image, 0, padded);
      float next = Rows.product(residual, residual);
      float keep = next / size;
      for (int k = 0; k < padded; k++) {
        direction[k] = Math.fma(keep, direction[k], residual[k]);
      }
      size = next;
    }
    System.arraycopy(x, 0, solutions, at, width);
  }

  /// `to += Σ w (wanted − v·of) v − (S + p I) of`: with 1 what the equations still lack at `of`,
  /// with 0 minus their matrix times `of`.
  private void subtractImage(float[] to, float[] of, float wanted) {
    int end = rows.end(row);
    for (int begin = rows.start(row); begin < end; begin += gathered.length) {
      int count = gather(begin, Math.min(end, begin + gathered.length));
      for (int each = 0; each < count; each += 8) {
        Rows.products(products, each, gathered, of);
      }
      for (int each = 0; each < count; each++) {
        products[each] = weights[each] * (wanted - products[each]);
      }
      for (int each = 0; each < count; each += 4) {
        addFour(to, 1, products, gathered, each);
      }
    }
    for (int each = 0; each < padded; each += 4) {
      addFour(to, -1, of, shared, each);
    }
    Rows.add(to, -penalty, of, 0, padded);
  }

  private static void addFour(float[] to, float sign, float[] factors, float[][] from, int at) {
    Rows.addFour(
        to,
        sign * factors[at],
        sign * factors[at + 1],
        sign * factors[at + 2],
        sign * factors[at + 3],
        from,
        at,
        0,
        to.length);
  }

  /// Copies the vectors of these entries side by side, up to a multiple of eight with weights of 0.
  /// Where all entries of a row have room, they are copied once.
  private int gather(int begin, int end) {
    int count = end - begin;
    int whole = (count + 7) / 8 * 8;
    if (loaded != begin) {
      loaded = begin;
      for (int each = 0; each < count; each++) {
        System.arraycopy(vectors, rows.column(begin + each) * width, gathered[each], 0, width);
      }
      System.arraycopy(rows.values(), begin, weights, 0, count);
      Arrays.fill(weights, count, whole, 0);
    }
    return whole;
  }
}
