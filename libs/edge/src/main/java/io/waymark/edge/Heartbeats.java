package io.waymark.edge;

import io.micronaut.context.annotation.Value;
import io.waymark.edge.priming.Renewed;
import io.waymark.tenancy.installation.Installation;
import io.waymark.tenancy.installation.Table;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// When each function last ran, so that a monitor can ask without waking any. A function writes its
/// row after a call, at most once a minute; one that fails is tried again after the next call that
/// ends some seconds later.
@Singleton
public final class Heartbeats implements Renewed {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);
  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

  /// A beat must not hold up the call it follows.
  private static final Duration TIMEOUT = Duration.ofMillis(500);

  private final DynamoDbClient dynamoDb;
  private final String table;
  private final String function;
  private final Clock clock;
  private final Duration limit;
  private final AtomicReference<Instant> next = new AtomicReference<>(Instant.EPOCH);

  Heartbeats(
      DynamoDbClient dynamoDb,
      Installation installation,
      Clock clock,
      CallConfig calls,
      @Value("${waymark.function:unnamed}") String function) {
    this.dynamoDb = dynamoDb;
    this.table = installation.name(Table.HEARTBEATS);
    this.clock = clock;
    this.limit = calls.limit(TIMEOUT);
    this.function = function;
  }

  /// Says that this function ran, unless it said so within the last minute.
  void beat() {
    Instant now = clock.instant();
    Instant due = next.get();
    if (now.isBefore(due) || !next.compareAndSet(due, now.plus(INTERVAL))) {
      return;
    }
    try {
      dynamoDb.putItem(
          request ->
              request
                  .tableName(table)
                  .overrideConfiguration(settings -> settings.apiCallTimeout(limit))
                  .item(
                      Map.of(
                          Table.PARTITION_KEY,
                          AttributeValue.fromS(function),
                          "at",
                          AttributeValue.fromS(now.toString()))));
    } catch (SdkException e) {
      next.set(now.plus(AFTER_FAILURE));
      LOG.warn("heartbeat of {} not written: {}", function, e.getMessage());
    }
  }

  @Override
  public void renew() {
    next.set(Instant.EPOCH);
  }

  /// When `function` last ran; empty if never.
  public Optional<Instant> last(String function) {
    Map<String, AttributeValue> row =
        dynamoDb
            .getItem(
                request ->
                    request
                        .tableName(table)
                        .key(Map.of(Table.PARTITION_KEY, AttributeValue.fromS(function))))
            .item();
    return Optional.ofNullable(row.get("at")).map(at -> Instant.parse(at.s()));
  }
}
