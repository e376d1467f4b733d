package io.waymark.loadtests;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// What an objective is about.
enum Metric {
  ERROR_SHARE("errors", "%", Figures::errorPercent),
  MEAN("mean", "ms", Figures::meanMillis),
  P95("p95", "ms", Figures::p95Millis),
  P99("p99", "ms", Figures::p99Millis),
  MAXIMUM("max", "ms", Figures::maximumMillis),
  REQUEST_RATE("requests", "/s", Figures::requestsPerSecond),
  EVENT_RATE("events", "/s", Figures::eventsPerSecond),
  LOST_EVENTS("accepted events not found", "", Figures::eventsLost);

  private final String title;
  private final String unit;
  private final ToDoubleFunction<Figures> value;

  Metric(String title, String unit, ToDoubleFunction<Figures> value) {
    this.title = title;
    this.unit = unit;
    this.value = value;
  }

  String title() {
    return title;
  }

  double of(Figures figures) {
    return value.applyAsDouble(figures);
  }

  String text(double figure) {
    String number =
        figure == Math.rint(figure)
            ? String.format(Locale.ROOT, "%,.0f", figure)
            : String.format(Locale.ROOT, "%,.1f", figure);
    return unit.isEmpty() || unit.startsWith("/") ? number + unit : number + " " + unit;
  }
}
