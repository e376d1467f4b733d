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
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// A `recommender` graph in ONNX Runtime: the reference of what a package answers.
///
/// The graph takes `history int64[B,H]` (oldest first), `weights float[B,H]`, `allowed bool[1,N]`,
/// `count int64[1]` and, if it declares them, `types int64[B,H]` and `ages_seconds float[B,H]`; it
/// gives `items int64[B,K]` (−1 where fewer match), `scores float[B,K]` and, if it can, `because
/// int64[B,K]`, the item of the history that speaks most for each.
public final class OnnxRecommender implements Recommender {
  /// A graph that takes longer has lost its way.
  private static final Duration MOST_TIME = Duration.ofSeconds(5);

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

  /// What every recommender takes and gives, without what it may declare beyond.
  public static final Signature SIGNATURE =
      new Signature(
          Manifest.RECOMMENDER,
          List.of(
              new TensorSpec(
                  "history", TensorType.INT64, List.of(TensorSpec.OPEN, TensorSpec.OPEN)),
              new TensorSpec(
                  "weights", TensorType.FLOAT32, List.of(TensorSpec.OPEN, TensorSpec.OPEN)),
              new TensorSpec("allowed", TensorType.BOOL, List.of(TensorSpec.OPEN, TensorSpec.OPEN)),
              new TensorSpec("count", TensorType.INT64, List.of(1L))),
          List.of(
              new TensorSpec("items", TensorType.INT64, List.of(TensorSpec.OPEN, TensorSpec.OPEN)),
              new TensorSpec(
                  "scores", TensorType.FLOAT32, List.of(TensorSpec.OPEN, TensorSpec.OPEN))));

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final int items;
  private final long bytes;
  private final boolean takesTypes;
  private final boolean takesAges;
  private final Set<String> outputs;

  /// Masks of calls that exclude items, kept for the next such call; more than run at once are let
  /// go.
  private final BlockingQueue<ByteBuffer> scratch =
      new ArrayBlockingQueue<>(Runtime.getRuntime().availableProcessors());

  private OnnxRecommender(OrtEnvironment environment, OrtSession session, int items, long bytes)
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

  @Override
  public boolean takesAges() {
    return takesAges;
  }

  /// Loads the graph of a verified package, with one thread per call.
  public static OnnxRecommender load(ModelPackage model) throws IOException {
    return load(model, ModelPackage.Limits.DEFAULT, 1);
  }

  /// Loads a graph that was just written and is in no package yet.
  ///
  /// @throws ModelPackageException where the graph is unsafe or breaks the contract above
  public static OnnxRecommender load(Path graph, int items) throws IOException {
    return load(graph, items, ModelPackage.Limits.DEFAULT, 1);
  }

  /// Loads the graph of a verified package.
  ///
  /// @param threads that one call may use inside the graph
  /// @throws ModelPackageException where the graph is unsafe or breaks the contract above
  public static OnnxRecommender load(ModelPackage model, ModelPackage.Limits limits, int threads)
      throws IOException {
    return load(model.model(), model.items().size(), limits, threads);
  }

  static OnnxRecommender load(Path graph, int items, ModelPackage.Limits limits, int threads)
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
          return new OnnxRecommender(Natives.environment(), session, items, bytes);
        });
  }

  @Override
  public int items() {
    return items;
  }

  @Override
  public long bytes() {
    return bytes;
  }

  /// @throws GraphFailedException where the graph cannot answer this
  @Override
  public RankedItems recommend(History history, ItemMask allowed, int[] excluded, int count) {
    allowed.requireOf(items);
    if (excluded.length == 0) {
      return run(history, allowed.view(), count);
    }
    ByteBuffer mask = scratch.poll();
    if (mask == null) {
      mask = ByteBuffer.allocateDirect(items);
    }
    try {
      mask.clear().put(allowed.view().clear()).flip();
      for (int item : excluded) {
        if (item != ItemIndex.ABSENT) {
          mask.put(item, (byte) 0);
        }
      }
      return run(history, mask, count);
    } finally {
      boolean _ = scratch.offer(mask);
    }
  }

  private RankedItems run(History history, ByteBuffer allowed, int count) {
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
      inputs.put(
          "count", longs(new long[] {Math.clamp(count, 1, Math.min(items, MAX_COUNT))}, ONE));
      if (takesTypes) {
        inputs.put("types", longs(empty ? new long[1] : history.types(), shape));
      }
      if (takesAges) {
        inputs.put("ages_seconds", floats(empty ? new float[1] : history.agesSeconds(), shape));
      }
      try (Deadline deadline = new Deadline(MOST_TIME);
          OrtSession.Result result = session.run(inputs, outputs, deadline.options())) {
        for (String output : outputs) {
          requireAtMost(count, output, tensor(result, output));
        }
        long[] because = outputs.contains("because") ? longs(result, "because") : new long[0];
        return new RankedItems(
            longs(result, "items"), tensor(result, "scores").getFloatBuffer().array(), because);
      }
    } catch (OrtException failed) {
      throw new GraphFailedException("the model's graph failed: " + failed.getMessage(), failed);
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  @Override
  public void close() {
    try {
      Graphs.close(session);
    } catch (OrtException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /// Before it is copied: a graph that nobody here wrote may give anything.
  private static void requireAtMost(int count, String output, OnnxTensor tensor) {
    long values = tensor.getInfo().getNumElements();
    if (values > Math.max(1, count)) {
      throw new GraphFailedException(
          "the model's graph gave %d values of '%s', asked for %d"
              .formatted(values, output, count));
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
