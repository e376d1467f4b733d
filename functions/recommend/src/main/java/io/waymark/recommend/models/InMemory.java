package io.waymark.recommend.models;

import io.waymark.model.ModelName;
import io.waymark.model.ModelVersion;

/// A model version in memory, of either kind. Threads may share it; [ModelCache] closes it.
sealed interface InMemory extends AutoCloseable permits LoadedModel, LoadedPredictor {
  ModelName name();

  ModelVersion version();

  /// About what it takes.
  long bytes();

  /// What it would take beside [#bytes] to answer quicker; 0 where nothing would.
  default long packing() {
    return 0;
  }

  /// From now on it may take that, and [#bytes] counts it.
  default void pack() {}

  @Override
  void close();
}
