package io.waymark.cdk.function;

import io.waymark.cdk.data.DataStack;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Kept;
import io.waymark.tenancy.installation.Table;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.kinesis.IStream;
import software.amazon.awscdk.services.lambda.FilterCriteria;
import software.amazon.awscdk.services.lambda.FilterRule;
import software.amazon.awscdk.services.lambda.MetricType;
import software.amazon.awscdk.services.lambda.MetricsConfig;
import software.amazon.awscdk.services.lambda.StartingPosition;
import software.amazon.awscdk.services.lambda.eventsources.DynamoEventSource;
import software.amazon.awscdk.services.lambda.eventsources.KinesisEventSource;

/// How streams become invocations, as the embedded service has it but with longer windows: the
/// function answers which record failed, a batch that fails is halved, repeated a few times and
/// then kept whole in the bucket `data`.
final class EventMappings {
  private static final int REPETITIONS = 5;
  private static final Duration OLDEST = Duration.hours(Kept.DELIVERED_WITHIN.toHours());

  private static final int EVENTS_IN_A_BATCH = 100;
  private static final Duration EVENTS_WAIT = Duration.seconds(1);

  /// Each batch becomes one file.
  private static final int ROWS_IN_A_FILE = 1000;

  private static final Duration ROWS_WAIT = Duration.seconds(60);

  /// How many events were given up.
  private static final MetricsConfig COUNTED =
      MetricsConfig.builder().metrics(List.of(MetricType.EVENT_COUNT)).build();

  private final DataStack data;
  private final GivenUpBatches givenUp;

  EventMappings(DataStack data) {
    this.data = data;
    this.givenUp = new GivenUpBatches(data.buckets().get(Bucket.DATA));
  }

  /// The event stream to `ingest-stream`; returns the id of the mapping, which names it in metrics.
  String events(IStream stream, JavaFunction function) {
    KinesisEventSource source =
        KinesisEventSource.Builder.create(stream)
            .startingPosition(StartingPosition.TRIM_HORIZON)
            .batchSize(EVENTS_IN_A_BATCH)
            .maxBatchingWindow(EVENTS_WAIT)
            .reportBatchItemFailures(true)
            .bisectBatchOnError(true)
            .retryAttempts(REPETITIONS)
            .maxRecordAge(OLDEST)
            .onFailure(givenUp)
            .metricsConfig(COUNTED)
            .build();
    function.function().addEventSource(source);
    return source.getEventSourceMappingId();
  }

  /// New rows of the table of histories that no upload has archived already, to `ingest-archiver`;
  /// returns the id of the mapping.
  String histories(JavaFunction function) {
    DynamoEventSource source =
        DynamoEventSource.Builder.create(data.tables().get(Table.HISTORIES))
            .startingPosition(StartingPosition.TRIM_HORIZON)
            .filters(
                List.of(
                    // Map.of has another order in every process, which would change the mapping.
                    FilterCriteria.filter(
                        new TreeMap<>(
                            Map.of(
                                "eventName",
                                FilterRule.isEqual("INSERT"),
                                "dynamodb",
                                Map.of(
                                    "NewImage",
                                    Map.of("archived", Map.of("BOOL", FilterRule.notExists()))))))))
            .batchSize(ROWS_IN_A_FILE)
            .maxBatchingWindow(ROWS_WAIT)
            .reportBatchItemFailures(true)
            .bisectBatchOnError(true)
            .retryAttempts(REPETITIONS)
            .maxRecordAge(OLDEST)
            .onFailure(givenUp)
            .metricsConfig(COUNTED)
            .build();
    function.function().addEventSource(source);
    return source.getEventSourceMappingId();
  }
}
