package io.waymark.loadtests;

/// What a scenario's figures must be.
record Objective(Metric metric, Bound bound, double limit) {
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

  /// @param figure what was measured
  record Verdict(Objective objective, double figure, boolean held) {}

  static Objective below(Metric metric, double limit) {
    return new Objective(metric, Bound.BELOW, limit);
  }

  static Objective atLeast(Metric metric, double limit) {
    return new Objective(metric, Bound.AT_LEAST, limit);
  }

  static Objective none(Metric metric) {
    return new Objective(metric, Bound.AT_MOST, 0);
  }

  /// Nothing holds where nothing was measured.
  Verdict judge(Figures figures) {
    double figure = metric.of(figures);
    boolean within =
        switch (bound) {
          case BELOW -> figure < limit;
          case AT_MOST -> figure <= limit;
          case AT_LEAST -> figure >= limit;
        };
    return new Verdict(this, figure, within && figures.requests() > 0);
  }

  @Override
  public String toString() {
    return metric.title() + " " + bound.sign + " " + metric.text(limit);
  }
}
