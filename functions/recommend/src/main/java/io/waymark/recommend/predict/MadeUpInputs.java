package io.waymark.recommend.predict;

import io.waymark.model.ModelPackage;
import io.waymark.model.ModelPackageException;
import io.waymark.model.ModelPackageException.Fault;
import io.waymark.model.Signature;
import io.waymark.model.Tensor;
import io.waymark.model.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What a graph is run on when nobody gave anything: each input in a batch of one size, and of size
/// one wherever else it is open.
final class MadeUpInputs {
  private static final long MAX_VALUES = 1_000_000;

  private MadeUpInputs() {}

  /// What stands at every place.
  enum Filling {
    /// Zeros, false and empty texts.
    ZEROS {
      @Override
      int next(Random random) {
        return 0;
      }
    },
    /// Ones, true and `1`.
    ONES {
      @Override
      int next(Random random) {
        return 1;
      }
    },
    /// Digits, the same in every run.
    RANDOM {
      @Override
      int next(Random random) {
        return random.nextInt(10);
      }
    };

    abstract int next(Random random);
  }

  /// The plainest inputs: zeros in a batch of two, or of one where two are too large.
  static Map<String, Tensor> zeros(Signature signature) {
    return of(signature, Math.min(2, largestBatch(signature)), Filling.ZEROS);
  }

  /// Inputs of every name.
  ///
  /// @throws ModelPackageException where an input has more places than any request could fill
  static Map<String, Tensor> of(Signature signature, int batch, Filling filling) {
    Random random = new Random(1);
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    signature
        .inputs()
        .forEach(spec -> inputs.put(spec.name(), of(spec, batch, () -> filling.next(random))));
    return inputs;
  }

  /// The largest batch that the graph leaves open and that a request could fill.
  static int largestBatch(Signature signature) {
    return (int)
        signature.inputs().stream()
            .filter(spec -> !spec.shape().isEmpty() && spec.shape().getFirst() == TensorSpec.OPEN)
            .mapToLong(spec -> MAX_VALUES / Math.max(1, places(shape(spec, 1))))
            .map(most -> Math.clamp(most, 1, TensorSpec.MAX_BATCH))
            .min()
            .orElse(1);
  }

  /// What comes at the next place.
  private interface Digits {
    int next();
  }

  private static Tensor of(TensorSpec spec, int batch, Digits digits) {
    List<Long> shape = shape(spec, batch);
    long places = places(shape);
    if (places > MAX_VALUES) {
      throw new ModelPackageException(
          Fault.TOO_LARGE,
          ModelPackage.MODEL,
          "its input '%s' %s has more than %d values"
              .formatted(spec.name(), spec.form(), MAX_VALUES));
    }
    int[] values = IntStream.generate(digits::next).limit(places).toArray();
    return switch (spec.type()) {
      case FLOAT32 -> {
        FloatBuffer buffer = FloatBuffer.allocate(values.length);
        IntStream.of(values).forEach(value -> buffer.put(value));
        yield new Tensor.Floats(shape, buffer.flip());
      }
      case FLOAT64 ->
          new Tensor.Doubles(
              shape, DoubleBuffer.wrap(IntStream.of(values).asDoubleStream().toArray()));
      case INT32 -> new Tensor.Ints(shape, IntBuffer.wrap(values));
      case INT64 ->
          new Tensor.Longs(shape, LongBuffer.wrap(IntStream.of(values).asLongStream().toArray()));
      case BOOL -> {
        ByteBuffer buffer = ByteBuffer.allocate(values.length);
        IntStream.of(values).forEach(value -> buffer.put((byte) (value & 1)));
        yield new Tensor.Bools(shape, buffer.flip());
      }
      case STRING ->
          new Tensor.Texts(
              shape,
              IntStream.of(values)
                  .mapToObj(value -> value == 0 ? "" : Integer.toString(value))
                  .toList());
    };
  }

  private static List<Long> shape(TensorSpec spec, int batch) {
    return Stream.concat(
            spec.shape().stream()
                .limit(1)
                .map(size -> size == TensorSpec.OPEN ? Long.valueOf(batch) : size),
            spec.shape().stream()
                .skip(1)
                .map(size -> size == TensorSpec.OPEN ? Long.valueOf(1) : size))
        .toList();
  }

  /// One more than may be where there are more.
  private static long places(List<Long> shape) {
    long places = 1;
    for (long size : shape) {
      places = Math.min(places * Math.min(size, MAX_VALUES + 1), MAX_VALUES + 1);
    }
    return places;
  }
}
