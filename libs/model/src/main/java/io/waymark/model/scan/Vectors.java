package io.waymark.model.scan;

import io.waymark.model.ModelPackage;
import io.waymark.model.ModelPackageException;
import io.waymark.model.ModelPackageException.Fault;
import java.util.Arrays;

/// A vector for each item. Threads may share it.
interface Vectors {
  /// How many numbers a vector has.
  int width();

  /// Copies an item's vector to the first places of `to`, which has [#width] or more.
  void copy(int item, float[] to);

  /// Of so many items the largest absolute value of each axis; above 0.
  ///
  /// @throws ModelPackageException where something is no finite number: a bound would hold for
  ///   nothing
  default float[] largest(int items) {
    float[] largest = new float[width()];
    Arrays.fill(largest, Float.MIN_NORMAL);
    float[] row = new float[width()];
    for (int item = 0; item < items; item++) {
      copy(item, row);
      for (int axis = 0; axis < row.length; axis++) {
        largest[axis] = Math.max(largest[axis], Math.abs(row[axis]));
      }
    }
    for (float each : largest) {
      if (!Float.isFinite(each)) {
        throw new ModelPackageException(
            Fault.MALFORMED, ModelPackage.MODEL, "has item vectors that are no finite numbers");
      }
    }
    return largest;
  }
}
