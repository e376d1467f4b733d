package io.waymark.recommend.models;

import io.waymark.model.ModelName;
import io.waymark.model.ModelVersion;

/// A model version in memory, of either kind. Threads may share it; [ModelCache] closes it.
sealed interface InMemory extends AutoCloseable permits LoadedModel, LoadedPredictor {
  ModelName name();

  ModelVersion version();

  /// About what it takes.
  long bytes();

  @Override
  void close();
}
