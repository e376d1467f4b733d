package io.waymark.loadtests;

import java.util.Locale;

/// What an objective is about.
enum Metric {
  ERROR_SHARE("errors", "%", Better.LOW),
  MEAN("mean", "ms", Better.LOW),
  P50("p50", "ms", Better.LOW),
  P95("p95", "ms", Better.LOW),
  P99("p99", "ms", Better.LOW),
  MAXIMUM("max", "ms", Better.LOW),
  REQUEST_RATE("requests", "/s", Better.HIGH),
  EVENT_RATE("events", "/s", Better.HIGH),
  LOST_EVENTS("accepted events not found", "", Better.LOW),
  /// The highest arrival rate at which every objective of a step still held.
  KNEE("knee", "/s", Better.HIGH),
  /// Of the same requests, beside what is said to disturb them and alone.
  P99_RATIO("p99 beside, by p99 alone", "", Better.LOW),
  /// The server's resident memory.
  PEAK_MEMORY("peak memory", "MiB", Better.LOW),
  /// What the server's heap holds after a full collection, against before the scenario.
  HEAP_GROWTH("growth of the heap in use", "MiB", Better.LOW);

  /// Which way a figure improves.
  enum Better {
    LOW,
    HIGH
  }

  private final String title;
  private final String unit;
  private final Better better;

  Metric(String title, String unit, Better better) {
    this.title = title;
    this.unit = unit;
    this.better = better;
  }

  String title() {
    return title;
  }

  Better better() {
    return better;
  }

  /// Its name in files.
  String key() {
    String name = name().toLowerCase(Locale.ROOT);
    return switch (unit) {
      case "ms" -> name + "_ms";
      case "%" -> name + "_percent";
      case "/s" -> name + "_per_second";
      case "MiB" -> name + "_mib";
      default -> name;
    };
  }

  String text(double figure) {
    String number =
        figure == Math.rint(figure)
            ? String.format(Locale.ROOT, "%,.0f", figure)
            : String.format(Locale.ROOT, figure < 10 ? "%,.2f" : "%,.1f", figure);
    return unit.isEmpty() || unit.startsWith("/") ? number + unit : number + " " + unit;
  }
}
