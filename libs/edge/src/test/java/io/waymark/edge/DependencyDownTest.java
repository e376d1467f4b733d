package io.waymark.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.waymark.edge.resilience.Breakers;
import io.waymark.edge.resilience.OpenBreakerException;
import io.waymark.edge.resilience.OutgoingHttp;
import io.waymark.edge.telemetry.Measurements;
import io.waymark.edge.telemetry.Metric;
import io.waymark.testing.MovingClock;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// The clients of AWS against services that fail: refuse connections, hang, say 5xx, throttle.
class DependencyDownTest {
  private static final String ERROR = "{\"__type\":\"com.amazonaws.dynamodb.v20120810#%s\"}";
  private static final int ATTEMPTS = 3;

  /// The pause and a moment.
  private static final Duration OVER = Duration.ofMillis(5_001);

  private final MovingClock clock = new MovingClock(Instant.parse("2026-03-01T10:00:00Z"));
  private final List<Metric> counted = new ArrayList<>();
  private final Breakers breakers = new Breakers(clock, () -> counting(counted));
  private final OutgoingHttp http = new OutgoingHttp(breakers, CallConfig.USUAL);
  private final FailingService dynamo = new FailingService(500);
  private final FailingService s3 = new FailingService(200);
  private final DynamoDbClient table = clients(dynamo.address(), ATTEMPTS).dynamoDb(http);
  private final S3Client bucket = clients(dynamo.address(), ATTEMPTS).s3(http);

  DependencyDownTest() throws IOException {}

  @AfterEach
  void stop() {
    table.close();
    bucket.close();
    http.close();
    dynamo.close();
    s3.close();
  }

  @Test
  void whatFailsTooOftenIsNotAskedUntilItsPauseIsOver() {
    open();
    assertThat(dynamo.asked()).isEqualTo(2 * ATTEMPTS);
    assertThat(counted).containsExactly(Metric.BREAKER_OPENINGS);

    assertThat(notAsked(table).retryAfterSeconds()).isEqualTo(5);
    clock.pass(Duration.ofMillis(3_200));
    assertThat(notAsked(table).retryAfterSeconds()).as("1.8 s are left").isEqualTo(2);
    clock.pass(Duration.ofMillis(1_799));
    assertThat(notAsked(table).retryAfterSeconds()).as("1 ms is left").isEqualTo(1);
    assertThat(dynamo.asked()).isEqualTo(2 * ATTEMPTS);
  }

  @Test
  void noWaitIsLongerThanThePauseWhateverTheClockDoes() {
    open();
    clock.pass(Duration.ofHours(-1));
    assertThat(notAsked(table).retryAfterSeconds()).isEqualTo(5);
  }

  @Test
  void whatAnswersAfterThePauseIsAskedAsBefore() {
    open();
    clock.pass(OVER);
    dynamo.answers(200);
    for (int call = 0; call < 30; call++) {
      get(table);
    }
    assertThat(dynamo.asked()).isEqualTo(2 * ATTEMPTS + 30);
    assertThat(counted).hasSize(1);
  }

  @Test
  void whatFailsAfterThePauseGetsAnotherOne() {
    open();
    clock.pass(OVER);
    assertThatThrownBy(() -> get(table)).isInstanceOf(SdkException.class);
    assertThat(dynamo.asked()).as("three trials").isEqualTo(3 * ATTEMPTS);
    assertThat(notAsked(table).retryAfterSeconds()).isEqualTo(5);
    assertThat(counted).hasSize(2);
  }

  @Test
  void aCopyOfASnapshotBeginsAnew() {
    open();
    breakers.renew();
    dynamo.answers(200);
    get(table);
    assertThat(dynamo.asked()).isEqualTo(2 * ATTEMPTS + 1);
  }

  @Test
  void theOthersAreAskedAllTheWhile() {
    open();
    try (S3Client other = clients(s3.address(), ATTEMPTS).s3(http)) {
      other.deleteObject(request -> request.bucket("b").key("k"));
    }
    assertThat(s3.asked()).isEqualTo(1);
  }

  @Test
  void aRefusalIsAnAnswer() {
    dynamo.answers(400, ERROR.formatted("ConditionalCheckFailedException"));
    for (int call = 0; call < 30; call++) {
      assertThatThrownBy(() -> get(table)).isInstanceOf(ConditionalCheckFailedException.class);
    }
    assertThat(dynamo.asked()).isEqualTo(30);
  }

  @Test
  void aTableThatIsAskedTooMuchIsAskedAgainAndKeepsNobodyFromOthers() {
    dynamo.answers(400, ERROR.formatted("ProvisionedThroughputExceededException"));
    for (int call = 1; call <= 2; call++) {
      assertThatThrownBy(() -> get(table))
          .isInstanceOf(ProvisionedThroughputExceededException.class);
      assertThat(dynamo.asked()).isEqualTo(call * ATTEMPTS);
    }
    assertThat(counted).isEmpty();
  }

  @Test
  void aBucketThatIsAskedTooMuchIsLeftAlone() {
    dynamo.answers(503, "<Error><Code>SlowDown</Code></Error>");
    for (int call = 0; call < 2; call++) {
      assertThatThrownBy(() -> delete(bucket)).isInstanceOf(S3Exception.class);
    }
    assertThatThrownBy(() -> delete(bucket)).isInstanceOf(SdkClientException.class);
    assertThat(dynamo.asked()).isEqualTo(2 * ATTEMPTS);
  }

  @Test
  void anAttemptThatHangsEndsAndCountsAsFailed() {
    try (DynamoDbClient once = clients(dynamo.address(), 1).dynamoDb(http)) {
      for (int call = 0; call < 5; call++) {
        assertThatThrownBy(() -> get(once)).isInstanceOf(SdkException.class);
      }
      assertThat(counted).isEmpty();
      dynamo.answers(FailingService.SILENT);
      long begin = System.nanoTime();
      assertThatThrownBy(() -> get(once)).isInstanceOf(SdkException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - begin))
          .as("long before the client of HTTP gives up")
          .isLessThan(Duration.ofSeconds(25));
      notAsked(once);
    }
  }

  @Test
  void aPortWhereNobodyListensIsLeftAlone() {
    URI nobody = dynamo.address();
    dynamo.close();
    try (DynamoDbClient refused = clients(nobody, ATTEMPTS).dynamoDb(http)) {
      for (int call = 0; call < 2; call++) {
        assertThatThrownBy(() -> get(refused)).isInstanceOf(SdkException.class);
      }
      notAsked(refused);
    }
  }

  private void open() {
    for (int call = 0; call < 2; call++) {
      assertThatThrownBy(() -> get(table)).isInstanceOf(SdkException.class);
    }
  }

  private static OpenBreakerException notAsked(DynamoDbClient client) {
    SdkClientException failure = catchThrowableOfType(SdkClientException.class, () -> get(client));
    assertThat(failure).isNotNull();
    return OpenBreakerException.in(failure).orElseThrow();
  }

  private static void get(DynamoDbClient client) {
    Object _ =
        client.getItem(
            request -> request.tableName("table").key(Map.of("pk", AttributeValue.fromS("k"))));
  }

  private static void delete(S3Client client) {
    Object _ = client.deleteObject(request -> request.bucket("b").key("k"));
  }

  private static AwsClients clients(URI endpoint, int attempts) {
    return new AwsClients(
        new WaymarkConfig(
            "dev",
            "000000000000",
            "eu-central-1",
            false,
            Optional.empty(),
            Optional.of("key"),
            Optional.of("secret"),
            Optional.empty()),
        new EndpointsConfig(
            Optional.of(endpoint),
            Optional.of(endpoint),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()),
        CallConfig.USUAL,
        new RetryConfig(attempts));
  }

  private static Measurements counting(List<Metric> counted) {
    return new Measurements() {
      @Override
      public void count(Metric metric, long more) {
        counted.add(metric);
      }

      @Override
      public void value(Metric metric, double value) {}
    };
  }
}
