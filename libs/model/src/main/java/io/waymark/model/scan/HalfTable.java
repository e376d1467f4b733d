package io.waymark.model.scan;

import java.util.Arrays;

/// The vectors of all items in half precision, axis by axis, each axis divided by its largest
/// number: half as much to read as in single precision. What is found by it is computed again from
/// the vectors themselves.
final class HalfTable {
  /// Half precision keeps eleven binary digits.
  private static final float HALF = 0x1p-11f;

  /// Single precision, of the sums.
  private static final float SINGLE = 0x1p-23f;

  /// So many items are turned at a time.
  private static final int BLOCK = 64;

  private final short[][] axes;
  private final float[] largest;

  private HalfTable(short[][] axes, float[] largest) {
    this.axes = axes;
    this.largest = largest;
  }

  static HalfTable of(Rows table, int items) {
    int width = table.width();
    float[] largest = table.largest(items);
    short[][] axes = new short[(width + 3) / 4 * 4][items];
    float[][] block = new float[BLOCK][width];
    for (int from = 0; from < items; from += BLOCK) {
      int count = Math.min(BLOCK, items - from);
      for (int at = 0; at < count; at++) {
        table.copy(from + at, block[at]);
      }
      for (int axis = 0; axis < width; axis++) {
        short[] to = axes[axis];
        float factor = 1 / largest[axis];
        for (int at = 0; at < count; at++) {
          to[from + at] = Float.floatToFloat16(block[at][axis] * factor);
        }
      }
    }
    return new HalfTable(axes, Arrays.copyOf(largest, axes.length));
  }

  long bytes() {
    return 2L * axes.length * axes[0].length;
  }

  /// What a vector is multiplied with instead of itself.
  float[] scaled(float[] vector) {
    float[] scaled = new float[axes.length];
    for (int axis = 0; axis < vector.length; axis++) {
      scaled[axis] = vector[axis] * largest[axis];
    }
    return scaled;
  }

  /// What a product is off at most.
  float error(float[] scaled) {
    float sum = 0;
    for (float each : scaled) {
      sum += Math.abs(each);
    }
    return sum * (HALF + 2 * scaled.length * SINGLE);
  }

  /// The products of items from `begin` to before `end`, to the first places of `to`.
  void products(float[] scaled, float[] to, int begin, int end) {
    Arrays.fill(to, 0, end - begin, 0);
    for (int axis = 0; axis < axes.length; axis += 4) {
      Loops.addFourHalves(
          to,
          axes[axis],
          axes[axis + 1],
          axes[axis + 2],
          axes[axis + 3],
          scaled[axis],
          scaled[axis + 1],
          scaled[axis + 2],
          scaled[axis + 3],
          begin,
          end - begin);
    }
  }
}
