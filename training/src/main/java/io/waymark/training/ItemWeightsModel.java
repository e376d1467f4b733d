package io.waymark.training;

import io.waymark.training.onnx.ItemWeightsGraph;
import io.waymark.training.onnx.RecommenderGraph;
import java.util.Arrays;
import java.util.Optional;

/// A whole item-item matrix: a score is the sum of the rows of what the user did.
final class ItemWeightsModel implements Model {
  private final float[][] matrix;
  private final Csr entries;
  private final float scale;

  /// @param entries of the training matrix, as they weigh
  /// @param scale of weights in a history; 0: every positive weight counts 1
  ItemWeightsModel(float[][] matrix, Csr entries, float scale) {
    this.matrix = matrix;
    this.entries = entries;
    this.scale = scale;
  }

  @Override
  public Scorer scorer() {
    return (user, scores) -> {
      Arrays.fill(scores, 0);
      float[][] four = new float[4][];
      float[] weights = new float[4];
      for (int at = entries.start(user); at < entries.end(user); at += 4) {
        for (int each = 0; each < 4; each++) {
          boolean there = at + each < entries.end(user);
          four[each] = matrix[entries.column(there ? at + each : at)];
          weights[each] = there ? entries.value(at + each) : 0;
        }
        Rows.addFour(
            scores, weights[0], weights[1], weights[2], weights[3], four, 0, 0, matrix.length);
      }
    };
  }

  @Override
  public RecommenderGraph graph() {
    return new ItemWeightsGraph(matrix, scale, false);
  }

  @Override
  public Exact exact() {
    return (items, weights, shares) -> {
      double[] scores = new double[matrix.length];
      for (int at = 0; at < items.length; at++) {
        double weight = shares[at] * (scale == 0 ? 1 : (double) scale * weights[at]);
        for (int item = 0; item < scores.length; item++) {
          scores[item] += weight * matrix[items[at]][item];
        }
      }
      return scores;
    };
  }

  @Override
  public Optional<Factors> factors() {
    return Optional.empty();
  }
}
