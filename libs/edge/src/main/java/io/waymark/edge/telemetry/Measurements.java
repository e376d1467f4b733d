package io.waymark.edge.telemetry;

/// Takes what the domain measures.
public interface Measurements {
  /// For those who do not want to know.
  Measurements NONE =
      new Measurements() {
        @Override
        public void count(Metric metric, long more) {}

        @Override
        public void value(Metric metric, double value) {}
      };

  /// Counts `more`.
  void count(Metric metric, long more);

  /// Counts one.
  default void count(Metric metric) {
    count(metric, 1);
  }

  /// Notes one value of several, a finite number.
  void value(Metric metric, double value);
}
