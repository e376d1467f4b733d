package io.waymark.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A `recommender` graph in memory. Threads may share it; each call runs on its caller's thread.
///
/// The graph is what counts. Where it is the fold-in of a factor model alone, and says so, the same
/// weights are scored by [FactorRanker], which the graph was seen to agree with while it was
/// loaded.
///
/// The graph takes `history int64[B,H]` (oldest first), `weights float[B,H]`, `allowed bool[1,N]`,
/// `count int64[1]` and, if it declares them, `types int64[B,H]` and `ages_seconds float[B,H]`; it
/// gives `items int64[B,K]` (−1 where fewer match), `scores float[B,K]` and, if it can, `because
/// int64[B,K]`, the item of the history that speaks most for each.
public final class OnnxRecommender implements AutoCloseable {
  /// More than any request asks for, and what the graph's `TopK` then sorts.
  public static final int MAX_COUNT = 10_000;

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

  private final Ranker ranker;
  private final int items;

  /// Masks of calls that exclude items, kept for the next such call.
  private final ConcurrentLinkedQueue<ByteBuffer> scratch = new ConcurrentLinkedQueue<>();

  private OnnxRecommender(Ranker ranker, int items) {
    this.ranker = ranker;
    this.items = items;
  }

  /// Whether answers depend on how long ago something was, and so on the time of asking.
  public boolean takesAges() {
    return ranker.takesAges();
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

  /// As [#load(Path, int)], to be answered by the graph itself, whatever faster way there is.
  public static OnnxRecommender reference(Path graph, int items) throws IOException {
    return new OnnxRecommender(
        GraphRanker.load(graph, items, ModelPackage.Limits.DEFAULT, 1), items);
  }

  private static OnnxRecommender load(
      Path graph, int items, ModelPackage.Limits limits, int threads) throws IOException {
    GraphRanker reference = GraphRanker.load(graph, items, limits, threads);
    try {
      Optional<Ranker> faster = Agreement.faster(graph, items, reference);
      if (faster.isPresent()) {
        reference.close();
      }
      return new OnnxRecommender(faster.orElse(reference), items);
    } catch (IOException | RuntimeException wrong) {
      reference.close();
      throw wrong;
    }
  }

  public int items() {
    return items;
  }

  /// Whether the graph itself answers, and no faster way to the same lists.
  public boolean isByGraph() {
    return ranker instanceof GraphRanker;
  }

  /// About what the model takes outside the heap.
  public long bytes() {
    return ranker.bytes();
  }

  /// The best `count` items for one history, fewer where fewer are allowed.
  ///
  /// @param excluded further items that must not come, any order; [ItemIndex#ABSENT] is passed over
  public RankedItems recommend(History history, ItemMask allowed, int[] excluded, int count) {
    if (allowed.items() != items) {
      throw new IllegalArgumentException(
          "the mask is of " + allowed.items() + " items, the model has " + items);
    }
    if (excluded.length == 0) {
      return ranker.rank(history, allowed.view(), within(count));
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
      return ranker.rank(history, mask, within(count));
    } finally {
      scratch.add(mask);
    }
  }

  private int within(int count) {
    return Math.clamp(count, 1, Math.min(items, MAX_COUNT));
  }

  /// Frees the model. No call may run or follow.
  @Override
  public void close() {
    ranker.close();
  }
}
