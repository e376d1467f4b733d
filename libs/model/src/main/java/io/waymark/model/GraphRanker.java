package io.waymark.model;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.waymark.model.ModelPackageException.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Answers by the graph itself, in ONNX Runtime; each call runs on its caller's thread.
final class GraphRanker implements Ranker {
  private static final Map<String, OnnxJavaType> INPUTS =
      Map.of(
          "history", OnnxJavaType.INT64,
          "weights", OnnxJavaType.FLOAT,
          "allowed", OnnxJavaType.BOOL,
          "count", OnnxJavaType.INT64);
  private static final Map<String, OnnxJavaType> OPTIONAL_INPUTS =
      Map.of("types", OnnxJavaType.INT64, "ages_seconds", OnnxJavaType.FLOAT);
  private static final Map<String, OnnxJavaType> OUTPUTS =
      Map.of("items", OnnxJavaType.INT64, "scores", OnnxJavaType.FLOAT);
  private static final Map<String, OnnxJavaType> OPTIONAL_OUTPUTS =
      Map.of("because", OnnxJavaType.INT64);

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final int items;
  private final long bytes;
  private final boolean takesTypes;
  private final boolean takesAges;
  private final Set<String> outputs;

  private GraphRanker(OrtEnvironment environment, OrtSession session, int items, long bytes)
      throws OrtException {
    this.environment = environment;
    this.session = session;
    this.items = items;
    this.bytes = bytes;
    this.takesTypes = session.getInputNames().contains("types");
    this.takesAges = session.getInputNames().contains("ages_seconds");
    this.outputs =
        session.getOutputNames().contains("because")
            ? Set.of("items", "scores", "because")
            : Set.of("items", "scores");
  }

  /// Loads a graph that keeps the contract of [OnnxRecommender].
  ///
  /// @param threads that one call may use inside the graph
  /// @throws ModelPackageException where the graph is unsafe or breaks the contract
  static GraphRanker load(Path graph, int items, ModelPackage.Limits limits, int threads)
      throws IOException {
    return Graphs.open(
        graph,
        limits,
        threads,
        true,
        (session, bytes) -> {
          checkContract("input", session.getInputInfo(), INPUTS, OPTIONAL_INPUTS);
          checkContract("output", session.getOutputInfo(), OUTPUTS, OPTIONAL_OUTPUTS);
          checkItems(session, items);
          return new GraphRanker(Natives.environment(), session, items, bytes);
        });
  }

  @Override
  public boolean takesAges() {
    return takesAges;
  }

  /// Whether it asks for no more than history, weights, mask and count.
  boolean isPlain() {
    return !takesAges && !takesTypes;
  }

  @Override
  public long bytes() {
    return bytes;
  }

  @Override
  public RankedItems rank(History history, ByteBuffer allowed, int count) {
    // An empty history still needs a column: padding.
    boolean empty = history.isEmpty();
    long[] shape = {1, Math.max(1, history.length())};
    long[] indices = empty ? new long[] {ItemIndex.ABSENT} : history.itemsAsLongs();
    Map<String, OnnxTensor> inputs = HashMap.newHashMap(6);
    try {
      inputs.put("history", longs(indices, shape));
      inputs.put("weights", floats(empty ? new float[1] : history.weights(), shape));
      inputs.put(
          "allowed",
          OnnxTensor.createTensor(environment, allowed, new long[] {1, items}, OnnxJavaType.BOOL));
      inputs.put("count", longs(new long[] {count}, ONE));
      if (takesTypes) {
        inputs.put("types", longs(empty ? new long[1] : history.types(), shape));
      }
      if (takesAges) {
        inputs.put("ages_seconds", floats(empty ? new float[1] : history.agesSeconds(), shape));
      }
      try (OrtSession.Result result = session.run(inputs, outputs)) {
        long[] because = outputs.contains("because") ? longs(result, "because") : new long[0];
        return new RankedItems(
            longs(result, "items"), tensor(result, "scores").getFloatBuffer().array(), because);
      }
    } catch (OrtException failed) {
      throw new IllegalStateException("the model's graph failed: " + failed.getMessage(), failed);
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  /// Frees the graph. No call may run or follow.
  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static final long[] ONE = {1};

  private OnnxTensor longs(long[] values, long[] shape) throws OrtException {
    return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape);
  }

  private OnnxTensor floats(float[] values, long[] shape) throws OrtException {
    return OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape);
  }

  private static long[] longs(OrtSession.Result result, String name) {
    return tensor(result, name).getLongBuffer().array();
  }

  private static OnnxTensor tensor(OrtSession.Result result, String name) {
    return (OnnxTensor) result.get(name).orElseThrow();
  }

  private static void checkContract(
      String what,
      Map<String, NodeInfo> found,
      Map<String, OnnxJavaType> needed,
      Map<String, OnnxJavaType> optional) {
    for (Map.Entry<String, OnnxJavaType> each : needed.entrySet()) {
      if (!found.containsKey(each.getKey())) {
        throw broken("has no %s '%s' (%s)".formatted(what, each.getKey(), each.getValue()));
      }
    }
    for (Map.Entry<String, NodeInfo> each : found.entrySet()) {
      OnnxJavaType wanted = needed.getOrDefault(each.getKey(), optional.get(each.getKey()));
      if (wanted == null && what.equals("input")) {
        throw broken("needs the input '%s', which nobody gives".formatted(each.getKey()));
      }
      if (wanted != null
          && !(each.getValue().getInfo() instanceof TensorInfo tensor && tensor.type == wanted)) {
        throw broken(
            "has the %s '%s' as another type than %s".formatted(what, each.getKey(), wanted));
      }
    }
  }

  private static void checkItems(OrtSession session, int items) throws OrtException {
    NodeInfo allowed = session.getInputInfo().get("allowed");
    if (allowed != null && allowed.getInfo() instanceof TensorInfo tensor) {
      long[] shape = tensor.getShape();
      if (shape.length != 2 || (shape[1] >= 0 && shape[1] != items)) {
        throw new ModelPackageException(
            Fault.ITEMS_MISMATCH,
            ModelPackage.MODEL,
            "its input 'allowed' has the shape %s; %s lists %d items"
                .formatted(java.util.Arrays.toString(shape), ModelPackage.ITEMS, items));
      }
    }
  }

  private static ModelPackageException broken(String message) {
    return new ModelPackageException(
        Fault.WRONG_CONTRACT,
        ModelPackage.MODEL,
        message
            + "; a recommender takes "
            + List.copyOf(INPUTS.keySet())
            + " and gives items, scores");
  }
}
