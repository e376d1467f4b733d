package io.waymark.model.scan;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// A matrix of floats, row by row.
record Rows(MemorySegment segment, int width) implements Vectors {
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /// All of a constant.
  static float[] floats(MemorySegment segment) {
    return segment.toArray(FLOAT);
  }

  @Override
  public void copy(int row, float[] to) {
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

  float at(int row, int column) {
    return segment.get(FLOAT, 4L * ((long) row * width + column));
  }
}
