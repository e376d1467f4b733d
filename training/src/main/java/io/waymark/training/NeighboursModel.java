package io.waymark.training;

import io.waymark.training.onnx.ItemWeightsGraph;
import io.waymark.training.onnx.NeighboursGraph;
import io.waymark.training.onnx.RecommenderGraph;
import java.util.Arrays;
import java.util.Optional;

/// A sparse item-item matrix: of each row the largest numbers. Items with a score above 0 are
/// recommended, no others.
final class NeighboursModel implements Model {
  private static final int CHUNK = 64;

  /// With so many items or fewer for each neighbour kept, the whole matrix takes at most twice the
  /// memory, and its rows are added several times as fast as single numbers.
  private static final int ITEMS_PER_NEIGHBOUR = 4;

  private final int items;
  private final int width;
  private final int[] neighbours;
  private final float[] strengths;
  private final Csr entries;
  private final float scale;

  private NeighboursModel(int items, int width, Csr entries, float scale) {
    this.items = items;
    this.width = width;
    this.neighbours = new int[Math.multiplyExact(items, width)];
    this.strengths = new float[neighbours.length];
    this.entries = entries;
    this.scale = scale;
    Arrays.fill(neighbours, items);
  }

  /// Gives the rows of the whole matrix; one per thread.
  interface RowSource {
    /// The row of `item`, which may stand in `room`, all 0 before.
    float[] row(int item, float[] room);
  }

  /// Makes sources.
  interface RowSources {
    RowSource make();
  }

  /// Cuts a matrix.
  ///
  /// @param kept of each row at most; what is largest, of either sign
  /// @param entries of the training matrix, as they weigh
  /// @param scale of weights in a history; 0: every positive weight counts 1
  static NeighboursModel of(
      int items, int kept, Csr entries, float scale, Workers workers, RowSources sources) {
    NeighboursModel model = new NeighboursModel(items, Math.min(kept, items), entries, scale);
    workers.each(
        (items + CHUNK - 1) / CHUNK,
        () -> {
          RowSource source = sources.make();
          float[] room = new float[items];
          float[] sizes = new float[items];
          return chunk -> {
            for (int item = chunk * CHUNK; item < Math.min(items, (chunk + 1) * CHUNK); item++) {
              Arrays.fill(room, 0);
              model.keep(item, source.row(item, room), sizes);
            }
          };
        });
    return model;
  }

  private void keep(int item, float[] row, float[] sizes) {
    for (int at = 0; at < items; at++) {
      sizes[at] = row[at] == 0 || at == item ? Float.NEGATIVE_INFINITY : Math.abs(row[at]);
    }
    int[] largest = Evaluation.top(sizes, width);
    for (int at = 0; at < largest.length; at++) {
      neighbours[item * width + at] = largest[at];
      strengths[item * width + at] = row[largest[at]];
    }
  }

  @Override
  public Scorer scorer() {
    return (user, scores) -> {
      Arrays.fill(scores, 0);
      for (int at = entries.start(user); at < entries.end(user); at++) {
        int from = entries.column(at) * width;
        for (int of = from; of < from + width && neighbours[of] < items; of++) {
          scores[neighbours[of]] += entries.value(at) * strengths[of];
        }
      }
      for (int item = 0; item < items; item++) {
        scores[item] = scores[item] > 0 ? scores[item] : Float.NEGATIVE_INFINITY;
      }
    };
  }

  @Override
  public RecommenderGraph graph() {
    return items <= (long) ITEMS_PER_NEIGHBOUR * width
        ? new ItemWeightsGraph(whole(), scale, true)
        : new NeighboursGraph(neighbours, strengths, width, scale);
  }

  private float[][] whole() {
    float[][] matrix = new float[items][items];
    for (int item = 0; item < items; item++) {
      int from = item * width;
      for (int of = from; of < from + width && neighbours[of] < items; of++) {
        matrix[item][neighbours[of]] = strengths[of];
      }
    }
    return matrix;
  }

  @Override
  public Exact exact() {
    return (history, weights, shares) -> {
      double[] scores = new double[items];
      for (int at = 0; at < history.length; at++) {
        double weight = shares[at] * (scale == 0 ? 1 : (double) scale * weights[at]);
        int from = history[at] * width;
        for (int of = from; of < from + width && neighbours[of] < items; of++) {
          scores[neighbours[of]] += weight * strengths[of];
        }
      }
      return Arrays.stream(scores)
          .map(score -> score > 0 ? score : Double.NEGATIVE_INFINITY)
          .toArray();
    };
  }

  @Override
  public Optional<Factors> factors() {
    return Optional.empty();
  }
}
