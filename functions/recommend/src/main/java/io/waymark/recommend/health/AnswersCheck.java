package io.waymark.recommend.health;

import io.waymark.edge.HealthCheck;
import io.waymark.recommend.models.InferenceCache;
import jakarta.inject.Singleton;

/// Says how many answers of models were kept ones.
@Singleton
final class AnswersCheck implements HealthCheck {
  private final InferenceCache inferences;

  AnswersCheck(InferenceCache inferences) {
    this.inferences = inferences;
  }

  @Override
  public String name() {
    return "answer_cache";
  }

  @Override
  public String ask() {
    return inferences.describe();
  }
}
