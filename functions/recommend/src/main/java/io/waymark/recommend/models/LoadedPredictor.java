package io.waymark.recommend.models;

import io.waymark.model.ModelName;
import io.waymark.model.ModelVersion;
import io.waymark.model.OnnxPredictor;

/// A predictor in memory.
public record LoadedPredictor(ModelName name, ModelVersion version, OnnxPredictor graph)
    implements InMemory {
  @Override
  public long bytes() {
    return graph.bytes();
  }

  @Override
  public void close() {
    graph.close();
  }
}
