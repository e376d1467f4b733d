package io.waymark.recommend.health;

import io.waymark.edge.HealthCheck;
import io.waymark.recommend.models.ModelCache;
import jakarta.inject.Singleton;

/// Says what the models in memory take.
@Singleton
final class CacheCheck implements HealthCheck {
  private final ModelCache models;

  CacheCheck(ModelCache models) {
    this.models = models;
  }

  @Override
  public String name() {
    return "model_cache";
  }

  @Override
  public String ask() {
    return models.describe();
  }
}
