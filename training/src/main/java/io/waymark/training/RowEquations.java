package io.waymark.training;

import java.util.Arrays;

/// The equations of one row, a user or an item, given the vectors `v` of the other side, `(S + p I
/// + Σ w v vᵀ) x = Σ w v` over the row's entries, solved by a few steps of conjugate gradients from
///   where `x` stood in the round before (Takács, Pilászy, Tikk 2011, "Applications of the
///   conjugate gradient method for implicit feedback collaborative filtering"). Rounds make up for
///   what steps leave: after some, lists are as good as with exact solutions, for `STEPS + 1` times
///   `2 f entries
/// + f²` multiplications instead of `f² entries / 2 + f³ / 6`. One thread uses one of these.
///
/// All vectors are as long as [Rows#padded] says, with zeros at the end.
final class RowEquations {
  static final int STEPS = 3;

  private static final Eights EIGHTS = Eights.here();

  private final float[][] shared;
  private final float[][] vectors;
  private final Csr rows;
  private final float[] nothing;
  private final float[] residual;
  private final float[] direction;
  private final float[] image;
  private final float[] negative;

  /// Of the row at hand: the vectors of its entries, up to a multiple of eight.
  private float[][] own = new float[0][];

  private float[] weights = new float[0];
  private float[] products = new float[0];
  private int count;
  private float penalty;

  /// @param shared `S`, symmetric
  /// @param vectors of the other side
  RowEquations(float[][] shared, float[][] vectors, Csr rows) {
    this.shared = shared;
    this.vectors = vectors;
    this.rows = rows;
    this.nothing = new float[shared.length];
    this.residual = new float[shared.length];
    this.direction = new float[shared.length];
    this.image = new float[shared.length];
    this.negative = new float[shared.length];
  }

  /// Moves `x`, the row's vector, towards its solution.
  ///
  /// @param penalty `p`
  void improve(int row, float penalty, float[] x) {
    this.penalty = penalty;
    read(row);
    Arrays.fill(residual, 0);
    addLack(residual, x, 1);
    System.arraycopy(residual, 0, direction, 0, x.length);
    float size = Rows.product(residual, residual);
    for (int step = 0; step < STEPS && size > Float.MIN_NORMAL; step++) {
      Arrays.fill(image, 0);
      addLack(image, direction, 0);
      float curvature = -Rows.product(direction, image);
      if (curvature < Float.MIN_NORMAL) {
        break; // so near that squares vanish
      }
      float length = size / curvature;
      Rows.add(x, length, direction, 0, x.length);
      Rows.add(residual, length, image, 0, x.length);
      float next = Rows.product(residual, residual);
      float kept = next / size;
      for (int k = 0; k < x.length; k++) {
        direction[k] = Math.fma(kept, direction[k], residual[k]);
      }
      size = next;
    }
  }

  private void read(int row) {
    int begin = rows.start(row);
    int entries = rows.end(row) - begin;
    count = (entries + 7) / 8 * 8;
    if (own.length < count) {
      own = new float[count + count / 2][];
      weights = new float[own.length];
      products = new float[own.length];
    }
    for (int each = 0; each < entries; each++) {
      own[each] = vectors[rows.column(begin + each)];
      weights[each] = rows.value(begin + each);
    }
    Arrays.fill(own, entries, count, nothing);
    Arrays.fill(weights, entries, count, 0);
  }

  /// `to += Σ w (wanted − v·x) v − (S + p I) x`: with 1 what the equations lack at `x`, with 0
  /// minus their matrix times `x`.
  private void addLack(float[] to, float[] x, float wanted) {
    for (int eight = 0; eight < count; eight += 8) {
      EIGHTS.products(products, eight, own, x);
      for (int each = eight; each < eight + 8; each++) {
        products[each] = weights[each] * (wanted - products[each]);
      }
      EIGHTS.add(to, products, own, eight);
    }
    for (int axis = 0; axis < x.length; axis++) {
      negative[axis] = -x[axis];
    }
    Rows.add(to, penalty, negative, 0, to.length);
    for (int eight = 0; eight < shared.length; eight += 8) {
      EIGHTS.add(to, negative, shared, eight);
    }
  }
}
