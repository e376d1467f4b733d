package io.waymark.training;

import io.waymark.training.onnx.MatrixProduct;
import java.nio.FloatBuffer;

/// Products of tall narrow matrices with themselves.
final class Gram {
  private static final int CHUNK = 2048;

  private Gram() {}

  /// `XᵀX` of the first `width` numbers of each vector, row by row. Chunks are summed in order: the
  /// same bits for any number of threads.
  static float[] of(float[][] vectors, int width, Workers workers) {
    int chunks = (vectors.length + CHUNK - 1) / CHUNK;
    float[][] parts = new float[chunks][width * width];
    try (MatrixProduct product = MatrixProduct.open()) {
      workers.each(
          chunks,
          () -> {
            FloatBuffer turned = MatrixProduct.room(CHUNK * width);
            FloatBuffer part = MatrixProduct.room(width * width);
            return chunk -> {
              int begin = chunk * CHUNK;
              int count = Math.min(vectors.length - begin, CHUNK);
              for (int each = 0; each < count; each++) {
                float[] vector = vectors[begin + each];
                for (int at = 0; at < width; at++) {
                  turned.put(at * count + each, vector[at]);
                }
              }
              product.of(turned, turned, width, width, count, part);
              part.get(0, parts[chunk]);
            };
          });
    }
    float[] gram = new float[width * width];
    for (int at = 0; at < gram.length; at++) {
      double sum = 0;
      for (float[] part : parts) {
        sum += part[at];
      }
      gram[at] = (float) sum;
    }
    return gram;
  }
}
