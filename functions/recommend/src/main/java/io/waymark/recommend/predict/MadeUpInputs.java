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
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// What a graph is run on when nobody gave anything: zeros, false and empty texts; a batch of two,
/// and one wherever else the size is open.
final class MadeUpInputs {
  private static final long MAX_VALUES = 1_000_000;

  private MadeUpInputs() {}

  /// Inputs of every name.
  ///
  /// @throws ModelPackageException where an input has more places than any request could fill
  static Map<String, Tensor> of(Signature signature) {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    signature.inputs().forEach(spec -> inputs.put(spec.name(), of(spec)));
    return inputs;
  }

  private static Tensor of(TensorSpec spec) {
    List<Long> shape =
        IntStream.range(0, spec.shape().size())
            .mapToObj(
                at ->
                    spec.shape().get(at) != TensorSpec.OPEN
                        ? spec.shape().get(at)
                        : at == 0 ? Long.valueOf(2) : Long.valueOf(1))
            .toList();
    long places = 1;
    for (long size : shape) {
      places *= Math.min(size, MAX_VALUES + 1);
      if (places > MAX_VALUES) {
        throw new ModelPackageException(
            Fault.TOO_LARGE,
            ModelPackage.MODEL,
            "its input '%s' %s has more than %d values"
                .formatted(spec.name(), spec.form(), MAX_VALUES));
      }
    }
    int values = (int) places;
    return switch (spec.type()) {
      case FLOAT32 -> new Tensor.Floats(shape, FloatBuffer.allocate(values));
      case FLOAT64 -> new Tensor.Doubles(shape, DoubleBuffer.allocate(values));
      case INT32 -> new Tensor.Ints(shape, IntBuffer.allocate(values));
      case INT64 -> new Tensor.Longs(shape, LongBuffer.allocate(values));
      case BOOL -> new Tensor.Bools(shape, ByteBuffer.allocate(values));
      case STRING -> new Tensor.Texts(shape, Collections.nCopies(values, ""));
    };
  }
}
