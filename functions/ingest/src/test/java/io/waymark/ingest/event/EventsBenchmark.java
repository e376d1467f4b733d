package io.waymark.ingest.event;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Primary;
import io.micronaut.context.annotation.Requires;
import io.micronaut.runtime.server.EmbeddedServer;
import io.waymark.ingest.Function;
import io.waymark.ingest.erasure.InMemoryTombstoneStore;
import io.waymark.ingest.erasure.TombstoneStore;
import io.waymark.interactions.HistoryRow;
import io.waymark.interactions.Interaction;
import io.waymark.interactions.InteractionDetails;
import io.waymark.interactions.InteractionType;
import io.waymark.tenancy.EventId;
import io.waymark.tenancy.ItemId;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import io.waymark.tenancy.installation.Installation;
import io.waymark.tenancy.installation.Table;
import io.waymark.testing.LocalAws;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/// Prints how many events a second go over HTTP into histories, in requests of 500 by two callers,
/// with the stores in memory and with DynamoDB Local; what DynamoDB Local takes of the same rows in
/// bare batches of 25 by two callers; and how long the handler takes for one event. Rounds take
/// turns, and all of it runs in this process. No test, since a time says more about a machine than
/// about a change.
///
///     ./mvnw -q -pl functions/ingest -am test-compile dependency:build-classpath -Dmdep.outputFile=target/cp
///     java -cp functions/ingest/target/test-classes:functions/ingest/target/classes:$(cat functions/ingest/target/cp) \
///       io.waymark.ingest.event.EventsBenchmark
public final class EventsBenchmark {
  private static final int ROUNDS = 3;
  private static final long ROUND_NANOS = 5_000_000_000L;
  private static final int CALLERS = 2;
  private static final int EVENTS = 500;
  private static final int BATCH = 25;
  private static final int SINGLE = 3_000;
  private static final double SECOND = 1e9;
  private static final double MILLI = 1e6;
  private static final String MEMORY = "waymark.bench.memory";
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private EventsBenchmark() {}

  /// Of stores that keep what they get and know what they have.
  @Factory
  @Requires(property = MEMORY)
  static final class Stores {
    @Singleton
    @Primary
    @Bean
    InteractionStore interactions() {
      Map<EventId, HistoryRow> rows = new ConcurrentHashMap<>();
      return (_, all) ->
          all.stream()
              .map(
                  row ->
                      rows.putIfAbsent(row.id(), row) == null
                          ? InteractionStore.Appended.WRITTEN
                          : InteractionStore.Appended.KNOWN)
              .toList();
    }

    @Singleton
    @Primary
    @Bean
    TombstoneStore tombstones() {
      return new InMemoryTombstoneStore();
    }
  }

  /// One caller's request.
  @FunctionalInterface
  private interface Request {
    /// Sends it, and says how many rows it had.
    int send() throws IOException, InterruptedException;
  }

  public static void main(String[] arguments) throws InterruptedException, ExecutionException {
    PrintStream out = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream()));
    try (EmbeddedServer memory = server(Map.of(MEMORY, "true"));
        EmbeddedServer stored = server(Map.of())) {
      Request inMemory = request(memory);
      Request inDynamo = request(stored);
      Request bare = bare(stored.getApplicationContext());
      for (Request each : List.of(inMemory, inDynamo, bare)) {
        double _ = perSecond(each);
      }
      for (int round = 1; round <= ROUNDS; round++) {
        out.printf(
            "round %d: memory %.0f events/s, DynamoDB Local %.0f events/s (two rows each), bare BatchWriteItem %.0f rows/s%n",
            round, perSecond(inMemory), perSecond(inDynamo), perSecond(bare));
      }
      for (int round = 0; round <= ROUNDS; round++) {
        single(out, "HTTP, memory, round " + round, one -> send(memory, one).statusCode());
      }
    }
    for (int round = 0; round <= ROUNDS; round++) {
      single(
          out,
          "handler, DynamoDB Local, round " + round,
          event -> Function.post(Function.KEY, "/api/v1/data/ingest", event).getStatusCode());
    }
    System.exit(0); // DynamoDB Local's threads still stand
  }

  /// Takes one event and answers with a status.
  @FunctionalInterface
  private interface Handler {
    int handle(String event) throws IOException, InterruptedException;
  }

  private static void single(PrintStream out, String what, Handler handler)
      throws InterruptedException {
    long[] nanos = new long[SINGLE];
    for (int call = 0; call < SINGLE; call++) {
      String event = event(NUMBER.incrementAndGet());
      long begin = System.nanoTime();
      try {
        int status = handler.handle(event);
        require(status == 202, "answered " + status);
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
      nanos[call] = System.nanoTime() - begin;
    }
    Arrays.sort(nanos);
    out.printf(
        "single event, %s: p50 %.2f ms, p99 %.2f ms%n",
        what, nanos[SINGLE / 2] / MILLI, nanos[SINGLE * 99 / 100] / MILLI);
  }

  private static EmbeddedServer server(Map<String, String> further) {
    Map<String, Object> properties = new HashMap<>(LocalAws.shared().properties());
    properties.put(Function.FIXED_KEYS, true);
    properties.put("micronaut.server.port", -1);
    properties.putAll(further);
    return ApplicationContext.builder().properties(properties).run(EmbeddedServer.class);
  }

  private static Request request(EmbeddedServer server) {
    return () -> {
      List<String> events = new ArrayList<>();
      for (int at = 0; at < EVENTS; at++) {
        events.add(event(NUMBER.incrementAndGet()));
      }
      HttpResponse<String> answer =
          send(server, "{\"events\": [" + String.join(",", events) + "]}");
      require(
          answer.statusCode() == 202 && answer.body().contains("\"accepted\":" + EVENTS),
          answer.body());
      return EVENTS;
    };
  }

  private static HttpResponse<String> send(EmbeddedServer server, String body)
      throws IOException, InterruptedException {
    return CLIENT.send(
        HttpRequest.newBuilder(server.getURI().resolve("/api/v1/data/ingest"))
            .header("X-API-Key", Function.KEY)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static Request bare(ApplicationContext context) {
    DynamoDbClient dynamo = context.getBean(DynamoDbClient.class);
    String table = context.getBean(Installation.class).name(Table.HISTORIES);
    return () -> {
      List<WriteRequest> rows = new ArrayList<>();
      for (int at = 0; at < BATCH; at++) {
        Map<String, AttributeValue> item = row(NUMBER.incrementAndGet()).toItem();
        rows.add(WriteRequest.builder().putRequest(put -> put.item(item)).build());
      }
      BatchWriteItemResponse answer =
          dynamo.batchWriteItem(request -> request.requestItems(Map.of(table, rows)));
      require(!answer.hasUnprocessedItems() || answer.unprocessedItems().isEmpty(), "throttled");
      return BATCH;
    };
  }

  private static double perSecond(Request request) throws InterruptedException, ExecutionException {
    long begin = System.nanoTime();
    List<FutureTask<Long>> callers = new ArrayList<>();
    for (int caller = 0; caller < CALLERS; caller++) {
      FutureTask<Long> calls =
          new FutureTask<>(
              () -> {
                long rows = 0;
                while (System.nanoTime() - begin < ROUND_NANOS) {
                  rows += request.send();
                }
                return rows;
              });
      callers.add(calls);
      Thread _ = Thread.ofPlatform().start(calls);
    }
    long rows = 0;
    for (FutureTask<Long> each : callers) {
      rows += each.get();
    }
    return rows * SECOND / (System.nanoTime() - begin);
  }

  private static String event(int number) {
    return """
        {"user_id": "user-%d", "item_id": "item-%d", "interaction_type": "view", "event_id": "e-%d",
         "timestamp": "2026-11-01T12:00:00Z", "rating": 4.5}"""
        .formatted(number % 5_000, number % 997, number);
  }

  private static HistoryRow row(int number) {
    Instant time = Instant.parse("2026-11-01T12:00:00Z");
    EventId id = new EventId("e-" + number);
    return new HistoryRow(
        new TenantId("bare"),
        id,
        time,
        new Interaction(
            new UserId("user-" + number % 5_000),
            new ItemId("item-" + number % 997),
            InteractionType.VIEW,
            Optional.of(time),
            new InteractionDetails(
                OptionalDouble.of(4.5),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Optional.empty(),
                OptionalInt.empty()),
            Optional.of(id)),
        false,
        Optional.of(time.plusSeconds(86_400)));
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}
