package io.waymark.training;

import io.waymark.training.onnx.RecommenderGraph;
import java.util.Arrays;
import java.util.Optional;

/// What an algorithm learned.
public interface Model {
  /// What users of the training matrix are scored with; threads may share it.
  Scorer scorer();

  /// What answers for any history.
  RecommenderGraph graph();

  /// What the graph must answer with, by another way.
  Exact exact();

  /// User and item vectors, where the model has them.
  Optional<Factors> factors();

  /// Scores users of the training matrix.
  interface Scorer {
    /// Fills `scores` with one number per item, negative infinity where the item must not come.
    void score(int user, float[] scores);
  }

  /// Scores for a history, solved in double precision.
  interface Exact {
    /// One number per item, negative infinity where the item must not come.
    ///
    /// @param items of the history
    /// @param weights of these, positive
    /// @param shares what of each weight counts, 0 to 1
    double[] scores(int[] items, float[] weights, float[] shares);

    /// As above, of whole weights.
    default double[] scores(int[] items, float[] weights) {
      float[] whole = new float[items.length];
      Arrays.fill(whole, 1);
      return scores(items, weights, whole);
    }
  }
}
