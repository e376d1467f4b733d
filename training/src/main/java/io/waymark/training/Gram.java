package io.waymark.training;

import io.waymark.training.onnx.MatrixProduct;
import io.waymark.training.onnx.Rooms;
import java.nio.FloatBuffer;

/// Products of tall narrow matrices with themselves.
final class Gram {
  /// So many vectors are multiplied at a time.
  private static final int CHUNK = 2048;

  /// At most so many sums are kept apart, however many vectors there are.
  private static final int MOST_SUMS = 64;

  private Gram() {}

  /// `XᵀX` of the first `width` numbers of each vector, row by row. What is summed in which order
  /// follows from the number of vectors alone: the same bits for any number of threads.
  static float[] of(float[][] vectors, int width, Workers workers) {
    int chunks = Math.ceilDiv(vectors.length, CHUNK);
    int together = Math.max(1, Math.ceilDiv(chunks, MOST_SUMS));
    int stretch = together * CHUNK;
    double[][] sums = new double[Math.ceilDiv(chunks, together)][width * width];
    MatrixProduct product = workers.product();
    try (Rooms rooms = new Rooms()) {
      workers.each(
          sums.length,
          () -> {
            FloatBuffer turned = rooms.take(CHUNK * width);
            FloatBuffer part = rooms.take(width * width);
            float[] copy = new float[width * width];
            return at -> {
              int end = Math.min(vectors.length, (at + 1) * stretch);
              for (int begin = at * stretch; begin < end; begin += CHUNK) {
                int count = Math.min(end - begin, CHUNK);
                turn(vectors, begin, count, width, turned);
                product.of(turned, turned, width, width, count, part);
                part.get(0, copy);
                add(sums[at], copy);
              }
            };
          });
    }
    double[] all = new double[width * width];
    for (double[] sum : sums) {
      for (int at = 0; at < all.length; at++) {
        all[at] += sum[at];
      }
    }
    float[] gram = new float[all.length];
    for (int at = 0; at < gram.length; at++) {
      gram[at] = (float) all[at];
    }
    return gram;
  }

  /// Column by column.
  private static void turn(float[][] vectors, int begin, int count, int width, FloatBuffer to) {
    for (int each = 0; each < count; each++) {
      float[] vector = vectors[begin + each];
      for (int at = 0; at < width; at++) {
        to.put(at * count + each, vector[at]);
      }
    }
  }

  private static void add(double[] to, float[] part) {
    for (int at = 0; at < to.length; at++) {
      to[at] += part[at];
    }
  }
}
