package io.waymark.recommend.models;

/// One call's hold on a predictor; the model stays open until the lease is closed.
public final class PredictorLease implements AutoCloseable {
  private final ModelLease.Shared shared;
  private final LoadedPredictor model;

  PredictorLease(ModelLease.Shared shared, LoadedPredictor model) {
    this.shared = shared;
    this.model = model;
  }

  public LoadedPredictor model() {
    return model;
  }

  @Override
  public void close() {
    shared.release();
  }
}
