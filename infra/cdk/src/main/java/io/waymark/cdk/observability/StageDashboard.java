package io.waymark.cdk.observability;

import io.waymark.cdk.config.StageConfig;
import io.waymark.cdk.function.FunctionsStack;
import io.waymark.cdk.function.JavaFunction;
import io.waymark.tenancy.installation.Handler;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.GraphWidget;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.constructs.Construct;

/// One page of the whole stage.
final class StageDashboard extends Construct {
  private static final int HALF = 12;

  /// What it shows.
  record Props(StageConfig config, Metrics metrics, FunctionsStack functions) {}

  StageDashboard(Construct scope, String id, Props props) {
    super(scope, id);
    StageConfig config = props.config();
    Metrics metrics = props.metrics();
    FunctionsStack functions = props.functions();
    Dashboard dashboard =
        Dashboard.Builder.create(this, "Dashboard")
            .dashboardName("waymark-" + config.installation().stage())
            .build();
    dashboard.addWidgets(
        graph("Requests", List.of(metrics.requests())),
        graph("Latency, ms", List.of(metrics.latency(50), metrics.latency(99))));
    dashboard.addWidgets(
        graph("Share of errors", List.of(metrics.serverErrors(), metrics.clientErrors())),
        graph("Errors of functions", ofEach(functions, metrics::errors)));
    dashboard.addWidgets(
        graph("Slowest hundredth of functions, ms", ofEach(functions, metrics::duration)),
        graph("Lag of streams, ms", lags(config, metrics)));
    List<IMetric> lost = new ArrayList<>(metrics.givenUp());
    lost.add(metrics.deadLetters());
    dashboard.addWidgets(
        graph("Dead letters and batches given up", lost),
        graph("Models trained a day", List.of(metrics.trained())));
    List<IMetric> held = new ArrayList<>(List.of(metrics.uploadsHeld(), metrics.daysHeld()));
    if (config.streams()) {
      held.add(metrics.poison());
    }
    dashboard.addWidgets(graph("Held uploads and days, poison of the stream", held));
    dashboard.addWidgets(
        graph(
            "Runs of the daily pipeline",
            List.of(metrics.runsBegun(), metrics.runsFailed(), metrics.runsTimedOut())),
        graph("The longest of them, ms", List.of(metrics.runTime())));
    metrics
        .capacity()
        .ifPresent(
            capacity ->
                dashboard.addWidgets(graph("Capacity of the database, %", List.of(capacity))));
  }

  private static List<IMetric> lags(StageConfig config, Metrics metrics) {
    List<IMetric> lags = new ArrayList<>();
    lags.add(metrics.lag(Handler.INGEST_ARCHIVER));
    if (config.streams()) {
      lags.add(metrics.lag(Handler.INGEST_STREAM));
    }
    return lags;
  }

  private static List<IMetric> ofEach(
      FunctionsStack functions, Function<JavaFunction, IMetric> metric) {
    return functions.functions().stream().map(metric).toList();
  }

  private static GraphWidget graph(String title, List<IMetric> metrics) {
    return GraphWidget.Builder.create().title(title).left(metrics).width(HALF).build();
  }
}
