package io.waymark.recommend.models;

import io.waymark.model.ModelName;
import io.waymark.model.ModelVersion;
import io.waymark.model.OnnxPredictor;

/// A predictor in memory.
///
/// @param bytes about what it takes while it runs
public record LoadedPredictor(ModelName name, ModelVersion version, OnnxPredictor graph, long bytes)
    implements InMemory {
  @Override
  public void close() {
    graph.close();
  }
}
