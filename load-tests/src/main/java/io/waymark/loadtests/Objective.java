package io.waymark.loadtests;

import java.util.OptionalDouble;

/// What a scenario's figures must be, or should be.
record Objective(Metric metric, Bound bound, double limit, Weight weight) {
  /// On which side of the limit a figure holds.
  enum Bound {
    BELOW("<"),
    AT_MOST("≤"),
    AT_LEAST("≥");

    private final String sign;

    Bound(String sign) {
      this.sign = sign;
    }
  }

  /// Whether a run passes without it.
  enum Weight {
    REQUIRED,
    STRETCH
  }

  /// @param figure what was measured, if anything was
  record Verdict(Objective objective, OptionalDouble figure, boolean held) {
    String word() {
      return switch (objective.weight) {
        case REQUIRED -> held ? "held" : "NOT HELD";
        case STRETCH -> held ? "stretch, reached" : "stretch, not reached";
      };
    }

    String figureText() {
      return figure.isPresent() ? objective.metric.text(figure.getAsDouble()) : "not measured";
    }
  }

  static Objective below(Metric metric, double limit) {
    return new Objective(metric, Bound.BELOW, limit, Weight.REQUIRED);
  }

  static Objective atMost(Metric metric, double limit) {
    return new Objective(metric, Bound.AT_MOST, limit, Weight.REQUIRED);
  }

  static Objective atLeast(Metric metric, double limit) {
    return new Objective(metric, Bound.AT_LEAST, limit, Weight.REQUIRED);
  }

  static Objective none(Metric metric) {
    return atMost(metric, 0);
  }

  /// The same as a wish.
  Objective stretch() {
    return new Objective(metric, bound, limit, Weight.STRETCH);
  }

  /// Nothing holds where nothing was measured.
  Verdict judge(Figures figures) {
    OptionalDouble figure = figures.of(metric);
    return new Verdict(this, figure, figure.isPresent() && holds(figure.getAsDouble()));
  }

  private boolean holds(double figure) {
    return switch (bound) {
      case BELOW -> figure < limit;
      case AT_MOST -> figure <= limit;
      case AT_LEAST -> figure >= limit;
    };
  }

  @Override
  public String toString() {
    return metric.title() + " " + bound.sign + " " + metric.text(limit);
  }
}
