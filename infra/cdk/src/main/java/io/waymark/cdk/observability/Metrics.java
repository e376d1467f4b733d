package io.waymark.cdk.observability;

import io.waymark.cdk.api.ApiStack;
import io.waymark.cdk.data.AuroraDatabase;
import io.waymark.cdk.data.ExternalDatabase;
import io.waymark.cdk.function.FunctionsStack;
import io.waymark.cdk.function.JavaFunction;
import io.waymark.tenancy.installation.Handler;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.cloudwatch.Stats;
import software.amazon.awscdk.services.logs.FilterPattern;
import software.amazon.awscdk.services.logs.MetricFilter;
import software.constructs.Construct;

/// What a stage measures of itself; alarms and the dashboard show the same.
final class Metrics extends Construct {
  static final Duration FIVE_MINUTES = Duration.minutes(5);

  /// What whoever trains writes when a job has ended with a model.
  private static final String TRAINED = "training job * ended as done";

  private final String namespace;
  private final FunctionsStack functions;
  private final ApiStack api;
  private final Optional<AuroraDatabase> database;
  private final Metric trained;

  Metrics(Construct scope, String id, ObservabilityStack.Props props) {
    super(scope, id);
    this.namespace = "Waymark/" + props.config().installation().stage();
    this.functions = props.functions();
    this.api = props.api();
    this.database =
        switch (props.data().database()) {
          case AuroraDatabase aurora -> Optional.of(aurora);
          case ExternalDatabase external -> Optional.empty();
        };
    this.trained = trained("Trained", Handler.TRAIN_JOB);
    trained("TrainedDaily", Handler.TRAIN_DAILY);
  }

  /// One metric, whoever trains.
  private Metric trained(String id, Handler handler) {
    return MetricFilter.Builder.create(this, id)
        .logGroup(functions.get(handler).log())
        .metricNamespace(namespace)
        .metricName("ModelsTrained")
        .filterPattern(FilterPattern.stringValue("$.formattedMessage", "=", TRAINED))
        .metricValue("1")
        .build()
        .metric(daily());
  }

  IMetric requests() {
    return api.api().metricCount(with(Stats.SUM));
  }

  IMetric latency(int percentile) {
    return api.api().metricLatency(with(Stats.percentile(percentile)));
  }

  /// As a share of all requests.
  IMetric serverErrors() {
    return api.api().metricServerError(with(Stats.AVERAGE));
  }

  IMetric clientErrors() {
    return api.api().metricClientError(with(Stats.AVERAGE));
  }

  IMetric errors(JavaFunction function) {
    return function.called().metricErrors(with(Stats.SUM));
  }

  IMetric duration(JavaFunction function) {
    return function.called().metricDuration(with(Stats.percentile(99)));
  }

  IMetric throttles(Handler handler) {
    return functions.get(handler).called().metricThrottles(with(Stats.SUM));
  }

  /// How old the record is, in milliseconds, that the handler of a stream got last.
  IMetric lag(Handler handler) {
    return functions.get(handler).called().metric("IteratorAge", with(Stats.MAXIMUM));
  }

  IMetric deadLetters() {
    return functions
        .letters()
        .queue()
        .metricApproximateNumberOfMessagesVisible(with(Stats.MAXIMUM));
  }

  /// Batches of a stream that were given up and kept.
  List<IMetric> givenUp() {
    return functions.mappings().stream()
        .<IMetric>map(
            mapping ->
                Metric.Builder.create()
                    .namespace("AWS/Lambda")
                    .metricName("OnFailureDestinationDeliveredEventCount")
                    .dimensionsMap(Map.of("EventSourceMappingUUID", mapping))
                    .statistic(Stats.SUM)
                    .period(FIVE_MINUTES)
                    .build())
        .toList();
  }

  /// Records of the stream that can never be stored.
  IMetric poison() {
    return own("PoisonRecords", Handler.INGEST_STREAM);
  }

  /// Uploads that wait for a person.
  IMetric uploadsHeld() {
    return own("UploadsHeld", Handler.INGEST_UPLOADS);
  }

  /// Finished days of tenants that the quality gate holds.
  IMetric daysHeld() {
    return own("DaysHeld", Handler.INGEST_COLLECT);
  }

  /// What a function counts itself: `docs/reference/telemetry.md`, with which tests compare it.
  private IMetric own(String name, Handler handler) {
    return Metric.Builder.create()
        .namespace(namespace)
        .metricName(name)
        .dimensionsMap(Map.of("function", handler.shortName()))
        .statistic(Stats.SUM)
        .period(FIVE_MINUTES)
        .build();
  }

  /// Models trained in a day.
  IMetric trained() {
    return trained;
  }

  /// Runs that began in a day.
  IMetric runsBegun() {
    return functions.pipeline().machine().metricStarted(daily());
  }

  /// Runs that could not go to their end, or failed for a tenant.
  IMetric runsFailed() {
    return functions.pipeline().machine().metricFailed(with(Stats.SUM));
  }

  IMetric runsTimedOut() {
    return functions.pipeline().machine().metricTimedOut(with(Stats.SUM));
  }

  /// Of a run from its start to its end, in milliseconds.
  IMetric runTime() {
    return functions
        .pipeline()
        .machine()
        .metricTime(
            MetricOptions.builder().statistic(Stats.MAXIMUM).period(Duration.days(1)).build());
  }

  /// Of what the database may grow to, in percent.
  Optional<IMetric> capacity() {
    return database.map(aurora -> aurora.cluster().metric("ACUUtilization", with(Stats.AVERAGE)));
  }

  private static MetricOptions daily() {
    return MetricOptions.builder().statistic(Stats.SUM).period(Duration.days(1)).build();
  }

  private static MetricOptions with(String statistic) {
    return MetricOptions.builder().statistic(statistic).period(FIVE_MINUTES).build();
  }
}
