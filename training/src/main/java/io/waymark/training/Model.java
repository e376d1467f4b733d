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

  /// User and item vectors, where the model has them.
  Optional<Factors> factors();

  /// Scores users of the training matrix.
  interface Scorer {
    /// Fills `scores` with one number per item.
    void score(int user, float[] scores);
  }
}
