package io.waymark.model.scan;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/// A matrix of floats, row by row.
record Rows(MemorySegment segment, int width) {
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /// All of a constant.
  static float[] floats(MemorySegment segment) {
    return segment.toArray(FLOAT);
  }

  void copy(int row, float[] to) {
    copy(row, 0, to, 0, width);
  }

  /// Some columns of a row.
  void copy(int row, int column, float[] to, int at, int count) {
    MemorySegment.copy(segment, FLOAT, 4L * ((long) row * width + column), to, at, count);
  }

  /// Some rows one after the other: memory brings them at the same time, where it would bring each
  /// when it is needed if something else were done in between.
  float[] copies(int[] of, int from, int count) {
    float[] copies = new float[count * width];
    for (int at = 0; at < count; at++) {
      copy(of[from + at], 0, copies, at * width, width);
    }
    return copies;
  }

  /// Of so many rows the largest absolute value of each column; above 0.
  float[] largest(int rows) {
    float[] largest = new float[width];
    Arrays.fill(largest, Float.MIN_NORMAL);
    float[] row = new float[width];
    for (int at = 0; at < rows; at++) {
      copy(at, row);
      for (int column = 0; column < width; column++) {
        largest[column] = Math.max(largest[column], Math.abs(row[column]));
      }
    }
    return largest;
  }

  float at(int row, int column) {
    return segment.get(FLOAT, 4L * ((long) row * width + column));
  }
}
