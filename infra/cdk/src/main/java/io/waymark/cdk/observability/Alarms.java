package io.waymark.cdk.observability;

import io.waymark.cdk.config.StageConfig;
import io.waymark.cdk.function.FunctionsStack;
import io.waymark.cdk.function.JavaFunction;
import io.waymark.tenancy.installation.Handler;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.constructs.Construct;

/// What someone is told of. Each alarm names its runbook.
final class Alarms extends Construct {
  /// At the 99th percentile; a cold start and a slow one included.
  private static final double SLOW_MS = 3_000;

  private static final double SHARE_OF_ERRORS = 0.01;
  private static final double ERRORS = 2;

  /// Events shape the next recommendation within seconds; after five minutes they do not.
  private static final double EVENTS_LATE_MS = 300_000;

  /// Training reads them once a day.
  private static final double HISTORIES_LATE_MS = 3_600_000;

  private static final double PERCENT_OF_CAPACITY = 90;
  private static final int DAYS_WITHOUT_A_MODEL = 2;
  private static final int DAYS_WITHOUT_A_RUN = 2;
  private static final int A_QUARTER_OF_AN_HOUR = 3;

  private final StageConfig config;
  private final AlarmTopic topic;

  /// What they watch, and where they are told.
  record Props(StageConfig config, Metrics metrics, FunctionsStack functions, AlarmTopic topic) {}

  Alarms(Construct scope, String id, Props props) {
    super(scope, id);
    this.config = props.config();
    this.topic = props.topic();
    Metrics metrics = props.metrics();
    add("api-latency", Runbook.API_LATENCY, lasting(metrics.latency(99), SLOW_MS));
    add("api-errors", Runbook.API_ERRORS, lasting(metrics.serverErrors(), SHARE_OF_ERRORS));
    for (JavaFunction function : props.functions().functions()) {
      add(
          "errors-" + function.handler().shortName(),
          Runbook.FUNCTION_ERRORS,
          Condition.above(metrics.errors(function), ERRORS, 1));
    }
    add(
        "auth-throttled",
        Runbook.AUTH_THROTTLED,
        Condition.above(metrics.throttles(Handler.AUTH_API), 0, 1));
    add("dead-letters", Runbook.DEAD_LETTERS, Condition.above(metrics.deadLetters(), 0, 1));
    int mapping = 0;
    for (IMetric givenUp : metrics.givenUp()) {
      mapping++;
      add("given-up-batches-" + mapping, Runbook.GIVEN_UP_BATCHES, Condition.above(givenUp, 0, 1));
    }
    add(
        "lag-histories",
        Runbook.STREAM_LAG,
        Condition.above(metrics.lag(Handler.INGEST_ARCHIVER), HISTORIES_LATE_MS, 1));
    if (config.streams()) {
      add(
          "lag-events",
          Runbook.STREAM_LAG,
          Condition.above(metrics.lag(Handler.INGEST_STREAM), EVENTS_LATE_MS, 1));
      add("poison", Runbook.POISON, Condition.above(metrics.poison(), 0, 1));
    }
    add("uploads-held", Runbook.HELD, Condition.above(metrics.uploadsHeld(), 0, 1));
    add("days-held", Runbook.HELD, Condition.above(metrics.daysHeld(), 0, 1));
    add(
        "stale-model",
        Runbook.STALE_MODEL,
        Condition.none(metrics.trained(), DAYS_WITHOUT_A_MODEL));
    add("pipeline-failed", Runbook.PIPELINE_FAILED, Condition.above(metrics.runsFailed(), 0, 1));
    add(
        "pipeline-timed-out",
        Runbook.PIPELINE_FAILED,
        Condition.above(metrics.runsTimedOut(), 0, 1));
    if (config.pipeline()) {
      add(
          "pipeline-not-run",
          Runbook.PIPELINE_NOT_RUN,
          Condition.none(metrics.runsBegun(), DAYS_WITHOUT_A_RUN));
    }
    metrics
        .capacity()
        .ifPresent(
            capacity ->
                add(
                    "database-capacity",
                    Runbook.DATABASE_CAPACITY,
                    lasting(capacity, PERCENT_OF_CAPACITY)));
  }

  private static Condition lasting(IMetric metric, double threshold) {
    return Condition.above(metric, threshold, A_QUARTER_OF_AN_HOUR);
  }

  private void add(String name, Runbook runbook, Condition condition) {
    Alarm alarm =
        Alarm.Builder.create(this, name)
            .alarmName("waymark-" + config.installation().stage() + "-" + name)
            .alarmDescription("What to do: " + runbook.page())
            .metric(condition.metric())
            .comparisonOperator(condition.operator())
            .threshold(condition.threshold())
            .evaluationPeriods(condition.periods())
            .treatMissingData(condition.silence())
            .build();
    alarm.addAlarmAction(topic.action());
    alarm.addOkAction(topic.action());
  }
}
