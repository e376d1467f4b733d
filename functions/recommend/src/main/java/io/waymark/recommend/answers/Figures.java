package io.waymark.recommend.answers;

import io.waymark.edge.telemetry.Measurements;
import io.waymark.edge.telemetry.Metric;
import io.waymark.model.answers.Placement;
import java.time.Clock;
import java.time.Duration;

/// What operators learn of the lists that are given: how many are empty, how much of them no model
/// filled, and how old the models are.
final class Figures {
  private final Measurements measurements;
  private final Clock clock;

  Figures(Measurements measurements, Clock clock) {
    this.measurements = measurements;
    this.clock = clock;
  }

  void add(Placement placement, Answer.Listed listed) {
    listed
        .model()
        .ifPresent(
            model ->
                measurements.value(
                    Metric.MODEL_AGE,
                    (double)
                        Duration.between(model.version().madeAt(), clock.instant()).toSeconds()));
    switch (placement) {
      case FOR_YOU, SIMILAR, CART -> addSlots(listed);
      case TRENDING, RERANK -> {} // what the model has no say in was asked for
    }
  }

  private void addSlots(Answer.Listed listed) {
    long byModel = 0;
    long instead = 0;
    for (Recommended slot : listed.items()) {
      switch (slot.source()) {
        case MODEL, SESSION, SIMILAR, NEW -> byModel++;
        case TRENDING, LATEST, GIVEN -> instead++;
        case PINNED -> {}
      }
    }
    measurements.count(Metric.LISTS);
    measurements.count(Metric.EMPTY_LISTS, listed.items().isEmpty() ? 1 : 0);
    measurements.count(Metric.SLOTS, byModel + instead);
    measurements.count(Metric.FALLBACK_SLOTS, instead);
  }
}
