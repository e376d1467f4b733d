package io.waymark.model.scan;

import io.waymark.model.ByteProducts;
import io.waymark.model.ByteRange;

/// The vectors of all items in bytes: each axis divided by its largest number, in as many steps up
/// and down as a [ByteRange] has; and users' vectors, rounded so that their products with these are
/// scores.
final class Rounding {
  /// Single precision, of what is added up.
  private static final double SINGLE = 0x1p-23;

  private final Vectors table;
  private final ByteRange range;
  private final float[] row;

  /// Of each axis, the size of a step.
  private final float[] steps;

  /// Of each group of items that were rounded, the length of the longest, in steps.
  private final float[] longest;

  /// Of each group, the length of the most that rounding left of one, in steps.
  private final float[] furthest;

  private float longestOfAll;
  private float furthestOfAll;

  Rounding(Vectors table, int items, ByteRange range) {
    this.table = table;
    this.range = range;
    this.row = new float[table.width()];
    this.steps = table.largest(items);
    for (int axis = 0; axis < steps.length; axis++) {
      steps[axis] /= range.rows();
    }
    int groups = Math.ceilDiv(items, ByteProducts.GROUP);
    this.longest = new float[groups];
    this.furthest = new float[groups];
  }

  int width() {
    return steps.length;
  }

  /// Rounds an item. All must have been, by one thread, before any user is.
  void copy(int item, byte[] to) {
    table.copy(item, row);
    double length = 0;
    double left = 0;
    for (int axis = 0; axis < row.length; axis++) {
      float exact = row[axis] / steps[axis];
      int rounded = Math.clamp(Math.round(exact), -range.rows(), range.rows());
      to[axis] = (byte) rounded;
      length += (double) rounded * rounded;
      left += ((double) exact - rounded) * ((double) exact - rounded);
    }
    int group = item / ByteProducts.GROUP;
    longest[group] = Math.max(longest[group], above(Math.sqrt(length)));
    furthest[group] = Math.max(furthest[group], above(Math.sqrt(left)));
    longestOfAll = Math.max(longestOfAll, longest[group]);
    furthestOfAll = Math.max(furthestOfAll, furthest[group]);
  }

  /// A user's vector, so that its products with the items' bytes are scores.
  ScaledVector user(float[] user) {
    double most = Float.MIN_NORMAL;
    for (int axis = 0; axis < user.length; axis++) {
      most = Math.max(most, Math.abs((double) user[axis] * steps[axis]));
    }
    double unit = most / range.vectors();
    byte[] rounded = new byte[user.length];
    double sum = 0;
    double squares = 0;
    double left = 0;
    for (int axis = 0; axis < user.length; axis++) {
      double exact = (double) user[axis] * steps[axis];
      rounded[axis] = (byte) Math.round(exact / unit);
      double off = exact - unit * rounded[axis];
      sum += Math.abs(exact);
      squares += exact * exact;
      left += off * off;
    }
    double summing = (2 * user.length + 8) * SINGLE * range.rows() * sum;
    return new ScaledVector(rounded, unit, Math.sqrt(squares), Math.sqrt(left), summing, this);
  }

  float longest() {
    return longestOfAll;
  }

  float longest(int group) {
    return longest[group];
  }

  float furthest() {
    return furthestOfAll;
  }

  float furthest(int group) {
    return furthest[group];
  }

  /// No less than it.
  private static float above(double length) {
    return Math.nextUp((float) length);
  }
}
