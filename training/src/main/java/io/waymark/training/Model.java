package io.waymark.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// What an algorithm learned.
public interface Model {
  /// What users of the training matrix are scored with; one per thread.
  Scorer scorer();

  /// Writes the graph that answers for any history.
  void writeGraph(Path file) throws IOException;

  /// What the graph must answer with, by another way.
  Exact exact();

  /// User and item vectors, where the model has them.
  Optional<Factors> factors();

  /// Scores users of the training matrix.
  interface Scorer {
    /// Fills `scores` with one number per item.
    void score(int user, float[] scores);
  }

  /// Scores for a history, solved in double precision.
  interface Exact {
    /// One number per item.
    ///
    /// @param items of the history
    /// @param weights of these, positive
    double[] scores(int[] items, float[] weights);
  }
}
