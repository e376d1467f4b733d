package io.waymark.model;

import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.List;

/// Values of one type in the order of their places, the last dimension fastest; a shape without
/// dimensions is a single value. Buffers are used as they are, not copied, and read from their
/// position to their limit.
public sealed interface Tensor {
  /// The size of each dimension.
  List<Long> shape();

  TensorType type();

  /// `float32`.
  record Floats(List<Long> shape, FloatBuffer values) implements Tensor {
    public Floats {
      shape = shapeOf(shape, values.remaining());
    }

    @Override
    public TensorType type() {
      return TensorType.FLOAT32;
    }
  }

  /// `float64`.
  record Doubles(List<Long> shape, DoubleBuffer values) implements Tensor {
    public Doubles {
      shape = shapeOf(shape, values.remaining());
    }

    @Override
    public TensorType type() {
      return TensorType.FLOAT64;
    }
  }

  /// `int32`.
  record Ints(List<Long> shape, IntBuffer values) implements Tensor {
    public Ints {
      shape = shapeOf(shape, values.remaining());
    }

    @Override
    public TensorType type() {
      return TensorType.INT32;
    }
  }

  /// `int64`.
  record Longs(List<Long> shape, LongBuffer values) implements Tensor {
    public Longs {
      shape = shapeOf(shape, values.remaining());
    }

    @Override
    public TensorType type() {
      return TensorType.INT64;
    }
  }

  /// `bool`.
  ///
  /// @param values 1 for true, 0 for false
  record Bools(List<Long> shape, ByteBuffer values) implements Tensor {
    public Bools {
      shape = shapeOf(shape, values.remaining());
    }

    @Override
    public TensorType type() {
      return TensorType.BOOL;
    }
  }

  /// `string`.
  record Texts(List<Long> shape, List<String> values) implements Tensor {
    public Texts {
      shape = shapeOf(shape, values.size());
      values = List.copyOf(values);
    }

    @Override
    public TensorType type() {
      return TensorType.STRING;
    }
  }

  private static List<Long> shapeOf(List<Long> shape, int values) {
    long places = 1;
    for (long size : shape) {
      places = Math.multiplyExact(places, size);
    }
    if (places != values) {
      throw new IllegalArgumentException(
          "the shape " + shape + " has " + places + " places for " + values + " values");
    }
    return List.copyOf(shape);
  }
}
