package io.waymark.model;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.waymark.model.ModelPackageException.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/// A `predictor` graph in memory: any named tensors of the types in [TensorType]. Threads may share
/// it; each call runs on its caller's thread.
///
/// The first dimension, where the graph leaves it open, is the batch. Dimensions of the same name
/// in the graph must have the same size in a call. No memory of a call is kept for the next: a
/// large batch would hold it for good.
public final class OnnxPredictor implements AutoCloseable {
  /// Values of all outputs together: what an answer of a Lambda (6 MB) can hold.
  public static final int MAX_OUTPUT_VALUES = 500_000;

  /// Times itself it is still a `long`.
  private static final long TOO_MANY = 1L << 30;

  private final OrtEnvironment environment = Natives.environment();
  private final OrtSession session;
  private final Signature signature;

  /// For each input the names of its dimensions, empty where there is none.
  private final Map<String, List<String>> symbols = new HashMap<>();

  private final long bytes;

  private OnnxPredictor(OrtSession session, long bytes) throws OrtException {
    this.session = session;
    this.bytes = bytes;
    this.signature =
        new Signature(
            Manifest.PREDICTOR,
            specs("input", session.getInputInfo()),
            specs("output", session.getOutputInfo()));
    for (Map.Entry<String, NodeInfo> input : session.getInputInfo().entrySet()) {
      if (input.getValue().getInfo() instanceof TensorInfo tensor) {
        symbols.put(input.getKey(), List.of(tensor.getDimensionNames()));
      }
    }
  }

  /// Loads the graph of a verified package.
  ///
  /// @param threads that one call may use inside the graph
  /// @throws ModelPackageException where the graph is unsafe, or has an input or output that is no
  ///   tensor of a known type
  public static OnnxPredictor load(ModelPackage model, ModelPackage.Limits limits, int threads)
      throws IOException {
    return load(model.model(), limits, threads);
  }

  /// Loads a graph that is in no package yet.
  ///
  /// @throws ModelPackageException as above
  public static OnnxPredictor load(Path graph, ModelPackage.Limits limits, int threads)
      throws IOException {
    return Graphs.open(graph, limits, threads, false, OnnxPredictor::new);
  }

  public Signature signature() {
    return signature;
  }

  /// About what the model takes outside the heap.
  public long bytes() {
    return bytes;
  }

  /// Runs the graph.
  ///
  /// @param inputs by name, all of the graph's and no others
  /// @param atMost how long it may run; it is stopped between two nodes
  public Prediction predict(Map<String, Tensor> inputs, Duration atMost) {
    Optional<Prediction.WrongInput> wrong = wrongAmong(inputs);
    return wrong.isPresent() ? wrong.orElseThrow() : run(inputs, atMost);
  }

  /// Frees the graph. No call may run or follow.
  @Override
  public void close() {
    try {
      Graphs.close(session);
    } catch (OrtException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private Optional<Prediction.WrongInput> wrongAmong(Map<String, Tensor> inputs) {
    for (TensorSpec spec : signature.inputs()) {
      Tensor given = inputs.get(spec.name());
      if (given == null) {
        return wrong(spec.name(), "is required: " + spec.form());
      }
      if (given.type() != spec.type()) {
        return wrong(spec.name(), "must be " + spec.form() + ", not " + given.type());
      }
      Optional<String> misfit = spec.misfit(given.shape());
      if (misfit.isPresent()) {
        return wrong(spec.name(), misfit.orElseThrow());
      }
    }
    for (String name : inputs.keySet()) {
      if (signature.input(name).isEmpty()) {
        return wrong(name, signature.unknownInput());
      }
    }
    return disagreeing(inputs);
  }

  private record Measured(String tensor, long size) {}

  private Optional<Prediction.WrongInput> disagreeing(Map<String, Tensor> inputs) {
    Map<String, Measured> first = new HashMap<>();
    for (TensorSpec spec : signature.inputs()) {
      List<Long> shape = inputs.getOrDefault(spec.name(), EMPTY).shape();
      List<String> names = symbols.getOrDefault(spec.name(), List.of());
      for (int at = 0; at < names.size(); at++) {
        long size = shape.get(at);
        Measured other = first.putIfAbsent(names.get(at), new Measured(spec.name(), size));
        if (!names.get(at).isEmpty() && other != null && other.size() != size) {
          return wrong(
              spec.name(),
              "has %d in the dimension '%s' where %s has %d; they must agree"
                  .formatted(size, names.get(at), other.tensor(), other.size()));
        }
      }
    }
    return Optional.empty();
  }

  private static final Tensor EMPTY = new Tensor.Texts(List.of(0L), List.of());

  private static Optional<Prediction.WrongInput> wrong(String tensor, String message) {
    return Optional.of(new Prediction.WrongInput(tensor, message));
  }

  private Prediction run(Map<String, Tensor> inputs, Duration atMost) {
    Map<String, OnnxTensor> given = HashMap.newHashMap(inputs.size());
    try (Deadline deadline = new Deadline(atMost)) {
      for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
        given.put(input.getKey(), tensor(input.getValue()));
      }
      try (OrtSession.Result result =
          session.run(given, session.getOutputNames(), deadline.options())) {
        return answered(result);
      } catch (OrtException failed) {
        return deadline.isOver()
            ? new Prediction.OutOfTime(atMost)
            : new Prediction.Failed(String.valueOf(failed.getMessage()));
      }
    } catch (OrtException impossible) {
      throw new IllegalStateException(impossible);
    } finally {
      given.values().forEach(OnnxTensor::close);
    }
  }

  private OnnxTensor tensor(Tensor tensor) throws OrtException {
    long[] shape = tensor.shape().stream().mapToLong(Long::longValue).toArray();
    return switch (tensor) {
      case Tensor.Floats floats ->
          OnnxTensor.createTensor(environment, floats.values().duplicate(), shape);
      case Tensor.Doubles doubles ->
          OnnxTensor.createTensor(environment, doubles.values().duplicate(), shape);
      case Tensor.Ints ints ->
          OnnxTensor.createTensor(environment, ints.values().duplicate(), shape);
      case Tensor.Longs longs ->
          OnnxTensor.createTensor(environment, longs.values().duplicate(), shape);
      case Tensor.Bools bools ->
          OnnxTensor.createTensor(
              environment, bools.values().duplicate(), shape, OnnxJavaType.BOOL);
      case Tensor.Texts texts ->
          OnnxTensor.createTensor(environment, texts.values().toArray(String[]::new), shape);
    };
  }

  private Prediction answered(OrtSession.Result result) throws OrtException {
    Map<String, Tensor> outputs = LinkedHashMap.newLinkedHashMap(signature.outputs().size());
    long values = 0;
    for (TensorSpec spec : signature.outputs()) {
      OnnxValue value = result.get(spec.name()).orElseThrow();
      if (!(value instanceof OnnxTensor tensor)) {
        throw new IllegalStateException(spec + " came as another kind than it was declared");
      }
      long[] shape = tensor.getInfo().getShape();
      values += nodes(shape);
      if (values > MAX_OUTPUT_VALUES) {
        return new Prediction.Failed(
            "the outputs up to '%s' have %d values, more than %d"
                .formatted(spec.name(), values, MAX_OUTPUT_VALUES));
      }
      outputs.put(spec.name(), tensor(tensor, spec.type(), LongStream.of(shape).boxed().toList()));
    }
    return new Prediction.Answered(outputs);
  }

  /// What nested arrays of that shape would be made of, values or, beside a dimension of 0, empty
  /// arrays.
  private static long nodes(long[] shape) {
    long nodes = 1;
    for (long each : shape) {
      nodes = Math.min(nodes * Math.max(1, Math.min(each, TOO_MANY)), TOO_MANY);
    }
    return nodes;
  }

  private static Tensor tensor(OnnxTensor tensor, TensorType type, List<Long> shape)
      throws OrtException {
    return switch (type) {
      case FLOAT32 -> new Tensor.Floats(shape, tensor.getFloatBuffer());
      case FLOAT64 -> new Tensor.Doubles(shape, tensor.getDoubleBuffer());
      case INT32 -> new Tensor.Ints(shape, tensor.getIntBuffer());
      case INT64 -> new Tensor.Longs(shape, tensor.getLongBuffer());
      case BOOL -> new Tensor.Bools(shape, onHeap(tensor.getByteBuffer()));
      case STRING -> {
        List<String> texts = new ArrayList<>();
        addTexts(tensor.getValue(), texts);
        yield new Tensor.Texts(shape, texts);
      }
    };
  }

  /// What stands in the tensor is gone with it.
  private static ByteBuffer onHeap(ByteBuffer buffer) {
    return ByteBuffer.allocate(buffer.remaining()).put(buffer).flip();
  }

  private static void addTexts(Object value, List<String> texts) {
    if (value instanceof Object[] nested) {
      Arrays.stream(nested).forEach(each -> addTexts(each, texts));
    } else {
      texts.add(value.toString());
    }
  }

  private static List<TensorSpec> specs(String what, Map<String, NodeInfo> nodes) {
    return nodes.values().stream().map(node -> spec(what, node)).toList();
  }

  private static TensorSpec spec(String what, NodeInfo node) {
    if (!(node.getInfo() instanceof TensorInfo tensor)) {
      throw broken(
          "its %s '%s' is no tensor; convert the model without maps and sequences (skl2onnx: options zipmap=False)"
              .formatted(what, node.getName()));
    }
    TensorType type =
        TensorType.of(tensor.type)
            .orElseThrow(
                () ->
                    broken(
                        "its %s '%s' has the type %s; a predictor's are %s"
                            .formatted(
                                what,
                                node.getName(),
                                tensor.onnxType,
                                Arrays.toString(TensorType.values()))));
    return new TensorSpec(node.getName(), type, LongStream.of(tensor.getShape()).boxed().toList());
  }

  private static ModelPackageException broken(String message) {
    return new ModelPackageException(Fault.WRONG_CONTRACT, ModelPackage.MODEL, message);
  }
}
