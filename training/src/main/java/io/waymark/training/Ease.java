package io.waymark.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// EASE (Steck 2019, "Embarrassingly shallow autoencoders for sparse data"): the item-item matrix
/// `B` with an empty diagonal that minimises `|X − X B|² + l2 |B|²`, in closed form: with `P = (XᵀX
/// + l2 I)⁻¹`, `B[i][j] = −P[i][j] / P[j][j]`. What a user did speaks for items by the rows of `B`.
///
/// Cost: `items³ / 2` multiplications, `4 · items²` bytes; users cost next to nothing. Up to
/// [#MOST_DENSE] items the graph holds the whole matrix; beyond that of each row only the largest
/// numbers, `kept` of them, with which the model is also measured.
///
/// Settings: `l2`, `weights`, `kept` (0: all).
final class Ease implements Algorithm {
  static final String NAME = "ease";
  static final String L2 = "l2";
  static final String KEPT = "kept";

  /// 64 MiB in the memory of the service, which gives all models of all tenants 512.
  static final int MOST_DENSE = 4_096;

  private static final List<String> NAMES = List.of(L2, Weights.NAME, KEPT);
  private static final double MIDDLE = 400;

  /// Quality is flat around its best: finer steps tell nothing.
  private static final double STEP = 2.5;

  private static final double LEAST = 0.01;
  private static final double MOST = 1e7;

  private static final int DEFAULT_KEPT = 256;

  /// Of the memory there is; the rest is for interactions and everything else.
  static final double MEMORY_SHARE = 0.6;

  /// So many multiplications of large products of matrices take as long as one of a plain loop.
  private static final double PRODUCTS = 4;

  private final long memory;

  Ease() {
    this(Runtime.getRuntime().maxMemory());
  }

  /// @param memory bytes that everything may take
  Ease(long memory) {
    this.memory = memory;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<String> settings() {
    return NAMES;
  }

  @Override
  public void check(Settings settings) {
    settings.allow(NAME, NAMES);
    double _ = l2(settings);
    int _ = kept(settings, 0);
    InteractionMatrix.Weighting _ = Weights.weighting(settings);
  }

  private static double l2(Settings settings) {
    return l2(settings, MIDDLE);
  }

  static double l2(Settings settings, double otherwise) {
    return settings.number(L2, otherwise, LEAST, MOST);
  }

  private static int kept(Settings settings, int otherwise) {
    return settings.whole(KEPT, otherwise, 0, MOST_DENSE);
  }

  /// Where sets of some thousand users have their best; steps go from there.
  @Override
  public List<Settings> candidates(InteractionMatrix matrix, Settings fixed) {
    int kept = kept(fixed, matrix.items().size() <= MOST_DENSE ? 0 : DEFAULT_KEPT);
    List<Settings> all = new ArrayList<>();
    for (Settings weighted : Weights.of(matrix, fixed)) {
      all.add(weighted.with(L2, l2(fixed)).with(KEPT, kept));
    }
    return all;
  }

  @Override
  public List<Settings> near(Settings best, Settings fixed) {
    return besides(best, fixed);
  }

  /// With more `l2`, and with less.
  static List<Settings> besides(Settings best, Settings fixed) {
    double l2 = l2(best);
    List<Settings> near = new ArrayList<>();
    for (double other : new double[] {l2 * STEP, l2 / STEP}) {
      if (fixed.text(L2).isEmpty() && other >= LEAST && other <= MOST) {
        near.add(best.with(L2, other));
      }
    }
    return near;
  }

  @Override
  public int rounds(Settings settings) {
    return 1;
  }

  /// A search holds the best matrix and the next one.
  @Override
  public Optional<String> refusal(InteractionMatrix matrix, Settings settings) {
    long items = matrix.items().size();
    int kept = kept(settings, items <= MOST_DENSE ? 0 : DEFAULT_KEPT);
    if (kept == 0 && items > MOST_DENSE) {
      return Optional.of(
          "ease writes whole matrices (kept=0) of at most %d items, here are %d; set kept to 1 or more"
              .formatted(MOST_DENSE, items));
    }
    long needed = (kept == 0 ? 8 : 4) * items * items + 8L * kept * items;
    long most = (long) (MEMORY_SHARE * memory);
    return needed <= most
        ? Optional.empty()
        : Optional.of(
            "ease needs %d bytes for %d items, and may take %d here; give Java more memory or use another algorithm"
                .formatted(needed, items, most));
  }

  @Override
  public double unbrokenWork(InteractionMatrix matrix) {
    return Math.pow(matrix.items().size(), 3) / 2 / PRODUCTS;
  }

  @Override
  public Learner begin(InteractionMatrix matrix, Settings settings, long seed, Workers workers) {
    return new Once(settings, each -> fitted(matrix, each, workers));
  }

  private static Model fitted(InteractionMatrix matrix, Settings settings, Workers workers) {
    Csr entries = matrix.positives(Weights.weighting(settings));
    float scale = Weights.scale(matrix, settings);
    float[][] rows = weights(entries, l2(settings), workers);
    int items = matrix.items().size();
    int kept = kept(settings, 0);
    return kept == 0
        ? new ItemWeightsModel(rows, entries, scale)
        : NeighboursModel.of(items, kept, entries, scale, workers, () -> (item, row) -> rows[item]);
  }

  /// `B`.
  static float[][] weights(Csr entries, double l2, Workers workers) {
    int items = entries.columnCount();
    float[][] matrix = new float[items][items];
    Csr byItem = entries.transposed();
    int chunks = (items + CHUNK - 1) / CHUNK;
    workers.each(
        chunks,
        () ->
            chunk -> {
              for (int item = chunk * CHUNK; item < Math.min(items, (chunk + 1) * CHUNK); item++) {
                fill(matrix[item], item, byItem, entries);
                matrix[item][item] += (float) l2;
              }
            });
    Sweep.invert(matrix, workers);
    float[] factors = new float[items];
    for (int item = 0; item < items; item++) {
      factors[item] = -1 / matrix[item][item];
    }
    for (int row = 0; row < items; row++) {
      float[] weights = matrix[row];
      for (int column = 0; column < items; column++) {
        weights[column] *= factors[column];
      }
      weights[row] = 0;
    }
    return matrix;
  }

  private static final int CHUNK = 16;

  /// The row of `XᵀX` up to its diagonal.
  private static void fill(float[] row, int item, Csr byItem, Csr byUser) {
    for (int of = byItem.start(item); of < byItem.end(item); of++) {
      float own = byItem.value(of);
      int user = byItem.column(of);
      int end = byUser.end(user);
      for (int at = byUser.start(user); at < end && byUser.column(at) <= item; at++) {
        row[byUser.column(at)] += own * byUser.value(at);
      }
    }
  }
}
