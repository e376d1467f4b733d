package io.waymark.loadtests;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What a shop asks Waymark for. Every step is measured from its start, or from when it was due, to
/// the last byte of its answer, and an answer with the wrong content is an error like any other.
final class Shop {
  private static final String API = "/api/v1";
  private static final String BEGIN = "begin";
  private static final String RANDOM = "random";
  private static final String ACCEPTED = "accepted";
  private static final int BATCH_USERS = 20;
  private static final int FLOOD_BATCH = 50;

  private final Samples samples;
  private final String run;
  private final Zipf users = new Zipf(ShopData.USERS, ShopData.EXPONENT);
  private final AtomicLong events = new AtomicLong();
  private final Zipf items = new Zipf(ShopData.ITEMS, ShopData.EXPONENT);

  /// @param run tells the events of this scenario and run from all others
  Shop(Samples samples, String run) {
    this.samples = samples;
    this.run = run;
  }

  /// The first step of every scenario: each virtual user draws by a seed of its own.
  ChainBuilder arrive() {
    return exec(
        session -> session.set(RANDOM, new SplittableRandom(ShopData.SEED + session.userId())));
  }

  ChainBuilder recommendations() {
    return recommendations(_ -> System.nanoTime());
  }

  /// @param due when the request should have started, by `System.nanoTime`
  ChainBuilder recommendations(ToLongFunction<Session> due) {
    String name = "recommendations for a user";
    return measured(
        name,
        due,
        http(name)
            .post(API + "/recommend")
            .body(
                StringBody(session -> "{\"user_id\":\"%s\",\"count\":10}".formatted(user(session))))
            .check(status().is(200), jsonPath("$.recommendations[0].item_id").exists()));
  }

  ChainBuilder filteredRecommendations() {
    String name = "search by filter";
    return measured(
        name,
        http(name)
            .post(API + "/recommend")
            .body(
                StringBody(
                    session ->
                        "{\"user_id\":\"%s\",\"count\":10,\"filter\":\"item.price < 100.0\"}"
                            .formatted(user(session))))
            .check(status().is(200), jsonPath("$.recommendations[0].item_id").exists()));
  }

  ChainBuilder batchOfUsers() {
    String name = "recommendations for 20 users";
    return measured(
        name,
        http(name)
            .post(API + "/recommend/batch")
            .body(StringBody(this::batchBody))
            .check(
                status().is(200),
                jsonPath("$.results[?(@.status == 200)].status").count().is(BATCH_USERS)));
  }

  ChainBuilder similarItems() {
    String name = "similar items";
    return measured(
        name,
        http(name)
            .get(session -> API + "/items/" + item(session) + "/similar?count=10")
            .check(status().is(200), jsonPath("$.recommendations[0].item_id").exists()));
  }

  ChainBuilder models() {
    return measured(
        "dashboard: models",
        http("dashboard: models").get(API + "/ml/models/list").check(status().is(200)));
  }

  ChainBuilder health() {
    return measured(
        "dashboard: health",
        http("dashboard: health").get("/health/detailed").check(status().is(200)));
  }

  ChainBuilder event() {
    return events("an event", 1);
  }

  ChainBuilder eventBatch() {
    return events(FLOOD_BATCH + " events in a batch", FLOOD_BATCH);
  }

  /// The client's own count of what was accepted comes from the ids in the answers.
  private ChainBuilder events(String name, int count) {
    return measured(
            name,
            http(name)
                .post(API + "/data/ingest")
                .body(StringBody(session -> eventsBody(session, count)))
                .check(
                    status().is(202),
                    jsonPath("$.results[?(@.status == 'accepted')].event_id")
                        .findAll()
                        .saveAs(ACCEPTED),
                    jsonPath("$.accepted").ofInt().is(count)))
        .exec(
            session -> {
              if (session.contains(ACCEPTED)) {
                samples.accepted(session.getList(ACCEPTED));
              }
              return session.remove(ACCEPTED);
            });
  }

  private ChainBuilder measured(String name, HttpRequestActionBuilder request) {
    return measured(name, _ -> System.nanoTime(), request);
  }

  private ChainBuilder measured(
      String name, ToLongFunction<Session> begin, HttpRequestActionBuilder request) {
    Function<Session, Session> start = session -> session.set(BEGIN, begin.applyAsLong(session));
    return exec(start)
        .exec(request)
        .exec(
            session -> {
              long end = System.nanoTime();
              samples.add(new Sample(name, session.getLong(BEGIN), end, !session.isFailed()));
              return session.markAsSucceeded();
            });
  }

  private String batchBody(Session session) {
    return IntStream.range(0, BATCH_USERS)
        .mapToObj(_ -> "{\"user_id\":\"%s\",\"count\":10}".formatted(user(session)))
        .collect(Collectors.joining(",", "{\"requests\":[", "]}"));
  }

  private String eventsBody(Session session, int count) {
    List<String> events = IntStream.range(0, count).mapToObj(_ -> eventBody(session)).toList();
    return count == 1 ? events.getFirst() : "{\"events\":[" + String.join(",", events) + "]}";
  }

  private String eventBody(Session session) {
    return "{\"user_id\":\"%s\",\"item_id\":\"%s\",\"interaction_type\":\"view\",\"event_id\":\"%s-%d\"}"
        .formatted(user(session), item(session), run, events.getAndIncrement());
  }

  private String user(Session session) {
    return ShopData.user(users.draw(random(session)));
  }

  private String item(Session session) {
    return ShopData.item(items.draw(random(session)));
  }

  private static SplittableRandom random(Session session) {
    SplittableRandom random = session.get(RANDOM);
    if (random == null) {
      throw new IllegalStateException("the user did not arrive");
    }
    return random;
  }
}
