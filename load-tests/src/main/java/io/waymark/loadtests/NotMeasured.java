package io.waymark.loadtests;

import java.util.List;

/// Something this report says nothing about, and why.
record NotMeasured(String what, String reason) {
  /// What no scenario of ours asks for yet.
  static final List<NotMeasured> ALWAYS =
      List.of(
          new NotMeasured(
              "Models: inference of 50 features, batches of 1 to 128, cache hit rate",
              "the service has no predict route yet"),
          new NotMeasured(
              "Noisy neighbour", "the service stores rate limits and does not enforce them yet"),
          new NotMeasured("Daily pipeline", "there is no pipeline command yet"),
          new NotMeasured(
              "Database: each query's plan and time", "not there yet; the load goes over HTTP"),
          new NotMeasured(
              "Faults of PostgreSQL and DynamoDB during the run",
              "not there yet; nothing stands between the service and its stores"));

  static NotMeasured serverFigure(LoadScenario scenario, Metric metric) {
    return new NotMeasured(
        scenario.title() + ": " + metric.title(),
        metric == Metric.HEAP_GROWTH
            ? "only a service that this command started can be told to collect its garbage"
            : "the service shows no /metrics of its process");
  }
}
