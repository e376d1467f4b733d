package io.waymark.embedded;

import io.waymark.embedded.runtime.LastResort;
import io.waymark.embedded.streams.BatchFunction;
import io.waymark.embedded.streams.Checkpoints;
import io.waymark.embedded.streams.DynamoFormat;
import io.waymark.embedded.streams.DynamoStream;
import io.waymark.embedded.streams.EventSource;
import io.waymark.embedded.streams.GivenUpFolder;
import io.waymark.embedded.streams.ShardConsumer;
import io.waymark.embedded.streams.ShardLog;
import io.waymark.embedded.streams.StreamLog;
import io.waymark.eventsource.BatchFailures;
import io.waymark.eventsource.BatchFormat;
import io.waymark.eventsource.KinesisFormat;
import io.waymark.eventsource.KinesisRecord;
import io.waymark.eventsource.MappingConfig;
import io.waymark.eventsource.Outcome;
import io.waymark.tenancy.installation.Handler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/// The two event source mappings of an installation (the event stream to `ingest-stream`, the
/// histories' stream to `ingest-archiver`) and its schedules.
final class EventSources implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventSources.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration SWEEPS = Duration.ofMinutes(1);

  /// The migrations have just swept, and the first requests shall not share the processor.
  private static final Duration FIRST_SWEEP = Duration.ofSeconds(15);

  /// Usage needs a partition for each day, and is kept for so many; the start has made the first.
  private static final Duration MIGRATIONS = Duration.ofDays(1);

  private static final byte[] SCHEDULED = "{}".getBytes(StandardCharsets.UTF_8);

  private final Functions functions;
  private final Checkpoints checkpoints;
  private final Path givenUp;
  private final String region;
  private final Clock clock;
  private final Duration finishWithin;
  private final Thread.UncaughtExceptionHandler lastResort = new LastResort();
  private final List<ShardConsumer<?>> consumers = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService timer;

  EventSources(
      Functions functions,
      Checkpoints checkpoints,
      Path givenUp,
      String region,
      Clock clock,
      Duration finishWithin,
      ScheduledExecutorService timer) {
    this.functions = functions;
    this.checkpoints = checkpoints;
    this.givenUp = givenUp;
    this.region = region;
    this.clock = clock;
    this.finishWithin = finishWithin;
    this.timer = timer;
  }

  void follow(StreamLog stream, String arn) throws IOException {
    EventSource<KinesisRecord> mapping =
        mapping(
            "stream-to-ingest",
            MappingConfig.EVENTS,
            new KinesisFormat(arn, region),
            Handler.INGEST_STREAM);
    for (ShardLog shard : stream.shards()) {
      ShardConsumer<KinesisRecord> consumer =
          ShardConsumer.start(mapping, shard.name(), shard, POLL, clock, lastResort);
      shard.listen(consumer::wake);
      consumers.add(consumer);
    }
  }

  void follow(DynamoDbStreamsClient client, String arn) throws IOException {
    EventSource<Record> mapping =
        mapping(
            "histories-to-archive",
            MappingConfig.ARCHIVE,
            new DynamoFormat(arn, region),
            Handler.INGEST_ARCHIVER);
    DynamoStream stream = new DynamoStream(client, arn, EventSources::isToArchive);
    consumers.add(ShardConsumer.start(mapping, "histories", stream, POLL, clock, lastResort));
  }

  /// Invokes from now on what runs by the clock.
  void followTheClock() {
    schedule(Handler.AUTH_SWEEP, FIRST_SWEEP, SWEEPS);
    schedule(Handler.AUTH_MIGRATIONS, MIGRATIONS, MIGRATIONS);
  }

  /// Invokes `handler` with an empty event after `first` and then every `period`.
  private void schedule(Handler handler, Duration first, Duration period) {
    ScheduledFuture<?> _ =
        timer.scheduleAtFixedRate(
            () -> invoke(handler), first.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void invoke(Handler handler) {
    try {
      functions.invoke(handler, UUID.randomUUID().toString(), SCHEDULED);
    } catch (RuntimeException failed) {
      LOG.warn("{} failed on its schedule", handler.shortName(), failed);
    } catch (Error failed) { // thrown on, it would end the schedule and be seen by nobody
      lastResort.uncaughtException(Thread.currentThread(), failed);
    }
  }

  /// Which consumers do not get on, and why.
  List<String> troubles() {
    return consumers.stream().flatMap(each -> each.trouble().stream()).toList();
  }

  void writeMetrics(StringBuilder text) {
    write(
        text,
        "waymark_stream_failures_total",
        "counter",
        "Batches that failed.",
        ShardConsumer::failures);
    write(
        text,
        "waymark_stream_applied_total",
        "counter",
        "Records applied.",
        ShardConsumer::applied);
    write(
        text,
        "waymark_stream_given_up_total",
        "counter",
        "Records kept on the on-failure store.",
        ShardConsumer::givenUp);
    write(
        text,
        "waymark_stream_oldest_seconds",
        "gauge",
        "Since the oldest record arrived that is read and not settled.",
        each -> each.age().toSeconds());
  }

  private void write(
      StringBuilder text,
      String metric,
      String type,
      String help,
      ToLongFunction<ShardConsumer<?>> value) {
    text.append("# HELP ").append(metric).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(metric).append(' ').append(type).append('\n');
    for (ShardConsumer<?> each : consumers) {
      text.append(metric)
          .append("{consumer=\"")
          .append(each.name())
          .append("\"} ")
          .append(value.applyAsLong(each))
          .append('\n');
    }
  }

  /// Applies what has arrived, within a bound, then stops.
  @Override
  public void close() {
    timer.shutdown();
    consumers.forEach(ShardConsumer::finish);
    consumers.forEach(each -> each.close(finishWithin));
    try {
      boolean _ = timer.awaitTermination(finishWithin.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// Filter of the mapping: new rows that no upload has archived already.
  private static boolean isToArchive(Record record) {
    AttributeValue archived = record.dynamodb().newImage().get("archived");
    return record.eventName() == OperationType.INSERT
        && !(archived != null && Boolean.TRUE.equals(archived.bool()));
  }

  private <T> EventSource<T> mapping(
      String name, MappingConfig config, BatchFormat<T> format, Handler handler) {
    GivenUpFolder<T> store = new GivenUpFolder<>(givenUp, functions.name(handler).arn(), format);
    return new EventSource<>(name, config, format, function(handler), store, checkpoints);
  }

  private BatchFunction function(Handler handler) {
    return event -> {
      try {
        byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
        return BatchFailures.read(functions.invoke(handler, UUID.randomUUID().toString(), bytes));
      } catch (RuntimeException failed) {
        LOG.warn("{} failed on a batch", handler.shortName(), failed);
        return new Outcome.Failed(String.valueOf(failed.getMessage()));
      }
    };
  }
}
