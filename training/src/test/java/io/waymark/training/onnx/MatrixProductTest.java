package io.waymark.training.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class MatrixProductTest {
  @Test
  void multipliesByTheOtherTurned() {
    try (Rooms rooms = new Rooms();
        MatrixProduct products = MatrixProduct.open()) {
      FloatBuffer left = rooms.take(8).put(0, new float[] {1, 2, 3, 4, 5, 6});
      FloatBuffer right = rooms.take(12).put(0, new float[] {9, 9, 9, 1, 0, 1, 2, 1, 0});
      FloatBuffer product = rooms.take(5).put(4, 7);
      products.of(left, right.slice(3, 9), 2, 2, 3, product);
      float[] all = new float[5];
      product.get(0, all);
      assertThat(all).containsExactly(4, 4, 10, 13, 7);
    }
  }

  @Test
  void refusesWhatStandsInTheHeap() {
    FloatBuffer heap = FloatBuffer.allocate(1);
    try (Rooms rooms = new Rooms();
        MatrixProduct products = MatrixProduct.open()) {
      FloatBuffer direct = rooms.take(1);
      assertThatThrownBy(() -> products.of(direct, direct, 1, 1, 1, heap))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("outside the heap");
    }
  }
}
