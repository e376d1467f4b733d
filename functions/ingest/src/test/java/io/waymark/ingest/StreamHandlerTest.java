package io.waymark.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.ApplicationContext;
import io.micronaut.function.aws.proxy.MockLambdaContext;
import io.micronaut.json.JsonMapper;
import io.waymark.edge.resilience.Dependency;
import io.waymark.edge.resilience.OpenBreakerException;
import io.waymark.edge.telemetry.Measurements;
import io.waymark.edge.telemetry.Metric;
import io.waymark.ingest.erasure.InMemoryErasures;
import io.waymark.ingest.event.InMemoryInteractionStore;
import io.waymark.ingest.event.InteractionStore;
import io.waymark.ingest.event.Interactions;
import io.waymark.ingest.stream.DeadLetter;
import io.waymark.ingest.stream.InMemoryDeadLetterStore;
import io.waymark.ingest.stream.StreamRecord;
import io.waymark.ingest.stream.StreamRecords;
import io.waymark.interactions.HistoryRow;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StreamHandlerTest {
  private static final ApplicationContext CONTEXT = Function.CONTEXT;
  private static final Instant ARRIVED = Instant.parse("2026-05-02T12:00:00Z");
  private static final JsonMapper JSON = CONTEXT.getBean(JsonMapper.class);

  private final InMemoryInteractionStore events = new InMemoryInteractionStore();
  private final InMemoryDeadLetterStore letters = new InMemoryDeadLetterStore();
  private final InMemoryErasures erased = new InMemoryErasures();
  private final Set<TenantId> deleted = new HashSet<>();
  private final Set<String> failing = new HashSet<>();
  private final InteractionStore store =
      InMemoryInteractionStore.oneByOne(
          (tenant, row) -> {
            if (failing.contains(row.interaction().item().value())) {
              throw new StoreUnavailableException("table histories", new IOException("throttled"));
            }
            return events.append(tenant, row);
          });
  private final Map<Metric, Long> counted = new EnumMap<>(Metric.class);
  private final StreamRecords records =
      new StreamRecords(
          new Interactions(store, erased.erasures(), IngestConfig.defaults(), Clock.systemUTC()),
          letters,
          deleted::contains,
          JSON,
          new Measurements() {
            @Override
            public void count(Metric metric, long more) {
              counted.merge(metric, more, Long::sum);
            }

            @Override
            public void value(Metric metric, double value) {}
          });

  @Test
  void i5_reportsTheFirstRecordThatCouldNotBeStoredAndLeavesTheRest() {
    failing.add("i3");
    List<StreamRecord> batch = List.of(good(1), good(2), good(3), good(4));
    assertThat(records.take(batch)).contains("3");
    assertThat(items()).containsExactly("i2", "i1");
    failing.clear();
    assertThat(records.take(batch.subList(2, 4))).isEmpty();
    assertThat(items()).containsExactly("i4", "i3", "i2", "i1");
    assertThat(records.take(batch)).as("delivered twice").isEmpty();
    assertThat(items()).hasSize(4);
    assertThat(counted).as("nothing is poison").isEmpty();
  }

  @Test
  void i6_keepsWhatCanNeverBeStoredAndGoesOn() {
    List<StreamRecord> batch = new ArrayList<>();
    batch.add(record(1, "shop#u1", "not json"));
    batch.add(record(2, "shop#u1", "{\"user_id\":\"u1\",\"item_id\":\"i\"}"));
    batch.add(record(3, "rival#u1", json("shop", "u1", "i3")));
    batch.add(record(4, "shop#u1", "{\"tenant_id\":\"shop\",\"user_id\":\"u1\",\"x\":1}"));
    batch.add(record(5, "shop#u1", "{\"tenant_id\":\"shop\",\"user_id\":\"u1\"}"));
    batch.add(record(6, "shop#u1", json("shop", "u1", "i6")));
    assertThat(records.take(batch)).isEmpty();
    assertThat(items()).containsExactly("i6");
    assertThat(letters.letters(TenantId.PLATFORM)).hasSize(2);
    assertThat(counted).containsExactly(Map.entry(Metric.POISON_RECORDS, 5L));
    assertThat(letters.letters(Function.SHOP))
        .extracting(letter -> letter.reasons().getFirst().field())
        .containsExactly("partition_key", "x", "item_id");
    DeadLetter first = letters.letters(TenantId.PLATFORM).getFirst();
    assertThat(new String(Base64.getDecoder().decode(first.payload()), StandardCharsets.UTF_8))
        .isEqualTo("not json");
  }

  @Test
  void i6_aRecordThatWeStumbleOverGoesToTheDeadLettersAlone() {
    InteractionStore stumbling =
        InMemoryInteractionStore.oneByOne(
            (tenant, row) -> {
              if (row.interaction().item().value().equals("i2")) {
                throw new IllegalStateException("a fault of ours");
              }
              return events.append(tenant, row);
            });
    StreamRecords careful =
        new StreamRecords(
            new Interactions(
                stumbling, erased.erasures(), IngestConfig.defaults(), Clock.systemUTC()),
            letters,
            deleted::contains,
            JSON,
            Measurements.NONE);
    assertThat(careful.take(List.of(good(1), good(2), good(3)))).isEmpty();
    assertThat(items()).containsExactly("i3", "i1");
    assertThat(letters.letters(Function.SHOP))
        .singleElement()
        .satisfies(
            letter ->
                assertThat(letter.reasons().getFirst().message()).contains("a fault of ours"));
  }

  @Test
  void i6_anImpressionWithABadIdGoesToTheDeadLetters() {
    String json =
        "{\"tenant_id\":\"shop\",\"user_id\":\"u1\",\"interaction_type\":\"impression\","
            + "\"item_ids\":[\"a\"],\"event_id\":\""
            + "x".repeat(300)
            + "\"}";
    assertThat(records.take(List.of(record(1, "shop#u1", json), good(2)))).isEmpty();
    assertThat(items()).containsExactly("i2");
    assertThat(letters.letters(Function.SHOP))
        .extracting(letter -> letter.reasons().getFirst().field())
        .containsExactly("event_id");
  }

  @Test
  void i16_aRecordOfAnErasedUserLeavesALetterWithoutIt() {
    erased.erasures().erase(Function.SHOP, new UserId("u1"));
    assertThat(records.take(List.of(good(1), record(2, "rival#u1", json("rival", "u1", "i2")))))
        .isEmpty();
    assertThat(items()).isEmpty();
    assertThat(events.history(Function.RIVAL, new UserId("u1"))).hasSize(1);
    assertThat(letters.letters(Function.SHOP))
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.eventId()).isEqualTo("shardId-1:1");
              assertThat(letter.reasons().getFirst().code()).isEqualTo("erased");
              assertThat(letter.toString()).doesNotContain("u1", good(1).payload());
            });
    assertThat(counted).as("nothing is poison").isEmpty();
  }

  @Test
  void i25_aWrongRecordOfADeletedTenantLeavesALetterWithoutIt() {
    deleted.add(Function.SHOP);
    StreamRecord wrong = record(1, "rival#u1", json("shop", "u1", "i1"));
    assertThat(records.take(List.of(wrong, record(2, "shop#u1", json("rival", "u1", "i2")))))
        .isEmpty();
    assertThat(letters.letters(Function.SHOP))
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.eventId()).isEqualTo("shardId-1:1");
              assertThat(letter.reasons().getFirst().code()).isEqualTo("deleted");
              assertThat(letter.toString()).doesNotContain("u1", wrong.payload());
            });
    assertThat(letters.letters(Function.RIVAL))
        .extracting(DeadLetter::payload)
        .as("another's is kept whole, and counted")
        .doesNotContain("");
    assertThat(counted).containsExactly(Map.entry(Metric.POISON_RECORDS, 1L));
  }

  @Test
  void i6_aLetterThatCannotBeKeptStopsTheShardInsteadOfBeingLost() {
    StreamRecords careful =
        new StreamRecords(
            new Interactions(store, erased.erasures(), IngestConfig.defaults(), Clock.systemUTC()),
            (tenant, letter) -> {
              throw new StoreUnavailableException("bucket data", new IOException("down"));
            },
            deleted::contains,
            JSON,
            Measurements.NONE);
    assertThat(careful.take(List.of(good(1), record(2, "k", "x"), good(3)))).contains("2");
    assertThat(items()).containsExactly("i1");
  }

  @Test
  void i5_aStoreThatIsNotAskedNowIsWaitedForBeforeKinesisDeliversAgain() throws Exception {
    Duration left = Duration.ofHours(1); // until somebody wakes it up
    StreamRecords patient =
        new StreamRecords(
            new Interactions(store, erased.erasures(), IngestConfig.defaults(), Clock.systemUTC()),
            (tenant, letter) -> {
              throw new StoreUnavailableException(
                  "bucket data", new OpenBreakerException(Dependency.S3, left));
            },
            deleted::contains,
            JSON,
            Measurements.NONE);
    FutureTask<Optional<String>> taking =
        new FutureTask<>(() -> patient.take(List.of(good(1), record(2, "k", "x"), good(3))));
    Thread thread = Thread.ofPlatform().start(taking);
    while (thread.isAlive() && !waits(thread)) {
      Thread.onSpinWait();
    }
    assertThat(taking.isDone()).isFalse();
    thread.interrupt();
    assertThat(taking.get()).contains("2");
    assertThat(items()).containsExactly("i1");
  }

  private static boolean waits(Thread thread) {
    return Stream.of(thread.getStackTrace()).anyMatch(at -> at.getMethodName().equals("waitOut"))
        && thread.getState() == Thread.State.TIMED_WAITING;
  }

  @Test
  void i5_speaksKinesisEvents() throws IOException {
    String user = "stream-user";
    String data =
        Base64.getEncoder()
            .encodeToString(json("shop", user, "i1").getBytes(StandardCharsets.UTF_8));
    String event =
        """
        {"Records":[{"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"shop#%s",
        "sequenceNumber":"49590338271490256608559692538361571095921575989136588898",
        "data":"%s","approximateArrivalTimestamp":1777723200.987},"eventSource":"aws:kinesis",
        "eventVersion":"1.0","eventID":"shardId-000000000006:4959","eventName":"aws:kinesis:record",
        "awsRegion":"eu-central-1","eventSourceARN":"arn:aws:kinesis:eu-central-1:1:stream/events"}]}
        """
            .formatted(user, data);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StreamHandler handler = new StreamHandler(CONTEXT);
    handler.handleRequest(
        new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
        out,
        new MockLambdaContext());
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("\"batchItemFailures\":[]");
    List<HistoryRow> history =
        io.waymark.ingest.event.DynamoHistories.of(Function.SHOP, new UserId(user));
    assertThat(history).hasSize(1);
  }

  @Test
  void i6_aRecordFromTheFutureStaysRefusedHoweverLateItIsDeliveredAgain() {
    String json =
        """
        {"tenant_id":"shop","user_id":"u1","item_id":"i1","timestamp":"%s"}\
        """
            .formatted(ARRIVED.plus(Duration.ofHours(25)));
    List<StreamRecord> batch = List.of(record(1, "shop#u1", json));
    for (Duration late : List.of(Duration.ZERO, Duration.ofHours(20))) {
      InstantSource clock = () -> ARRIVED.plus(late);
      StreamRecords again =
          new StreamRecords(
              new Interactions(
                  store,
                  erased.erasures(),
                  IngestConfig.defaults(),
                  clock.withZone(ZoneOffset.UTC)),
              letters,
              deleted::contains,
              JSON,
              Measurements.NONE);
      assertThat(again.take(batch)).isEmpty();
      assertThat(items()).as("delivered %s later", late).isEmpty();
    }
    assertThat(letters.letters(Function.SHOP))
        .singleElement()
        .satisfies(letter -> assertThat(letter.reasons().getFirst().code()).isEqualTo("in_future"));
  }

  private static StreamRecord good(int number) {
    return record(number, "shop#u1", json("shop", "u1", "i" + number));
  }

  private static String json(String tenant, String user, String item) {
    return """
    {"tenant_id":"%s","user_id":"%s","item_id":"%s","timestamp":"2026-05-01T12:00:0%sZ"}\
    """
        .formatted(tenant, user, item, item.charAt(item.length() - 1));
  }

  private static StreamRecord record(int number, String key, String json) {
    return StreamRecord.of(
        "shardId-1:" + number,
        Integer.toString(number),
        key,
        ARRIVED,
        json.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> items() {
    return events.history(Function.SHOP, new UserId("u1")).stream()
        .map(row -> row.interaction().item().value())
        .toList();
  }

  @Test
  void anEmptyBatchIsDone() {
    assertThat(records.take(List.of())).isEqualTo(Optional.empty());
  }
}
