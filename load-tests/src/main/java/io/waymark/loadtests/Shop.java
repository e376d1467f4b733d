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
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What a shop asks Waymark for. Every step is measured from its start, or from when it was due, to
/// the last byte of its answer, and an answer with the wrong content is an error like any other.
final class Shop {
  static final String BY_TOKEN = "recommendations by token";

  private static final String API = "/api/v1";
  private static final String KEY = "X-API-Key";
  private static final String BEGIN = "begin";
  private static final String RANDOM = "random";
  private static final String ACCEPTED = "accepted";
  private static final String STATUS = "status";
  private static final String DETAIL = "detail";
  private static final int DETAIL_LENGTH = 120;
  private static final int BATCH_USERS = 20;
  private static final int BULK_ITEMS = 100;
  private static final int FLOOD_BATCH = 50;

  private final Samples samples;
  private final Target target;
  private final String run;
  private final Zipf users = new Zipf(ShopData.USERS, ShopData.EXPONENT);
  private final Zipf items = new Zipf(ShopData.ITEMS, ShopData.EXPONENT);
  private final AtomicLong events = new AtomicLong();
  private final AtomicLong bulks = new AtomicLong();

  /// @param run tells the events of this load from all others
  Shop(Samples samples, Target target, String run) {
    this.samples = samples;
    this.target = target;
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
    return measured(name, due, 200, recommendation(post(name, "/recommend")));
  }

  /// By the token of a member who has just logged in, without an API key.
  ChainBuilder recommendationsByToken() {
    String token = target.token();
    HttpRequestActionBuilder request =
        http(BY_TOKEN).post(API + "/recommend").header("Authorization", "Bearer " + token);
    return measured(BY_TOKEN, 200, recommendation(request));
  }

  ChainBuilder filteredRecommendations() {
    String name = "search by filter";
    return measured(
        name,
        200,
        post(name, "/recommend")
            .body(
                StringBody(
                    session ->
                        "{\"user_id\":\"%s\",\"count\":10,\"filter\":\"item.price < 100.0\"}"
                            .formatted(user(session))))
            .check(jsonPath("$.recommendations[0].item_id").exists()));
  }

  ChainBuilder batchOfUsers() {
    return batch(
        "recommendations for 20 users",
        BATCH_USERS,
        session -> _ -> "{\"user_id\":\"%s\",\"count\":10}".formatted(user(session)));
  }

  /// The items next to each of 100 items; together the readers go through all there are.
  ChainBuilder hundredItems() {
    return batch(
        "items next to each of 100",
        BULK_ITEMS,
        _ -> {
          long first = bulks.getAndIncrement() * BULK_ITEMS;
          return at ->
              "{\"placement\":\"similar\",\"seed_items\":[\"%s\"],\"count\":10}"
                  .formatted(ShopData.item((int) ((first + at) % ShopData.ITEMS)));
        });
  }

  ChainBuilder similarItems() {
    String name = "similar items";
    return measured(
        name,
        200,
        http(name)
            .get(session -> API + "/items/" + item(session) + "/similar?count=10")
            .header(KEY, target.apiKey())
            .check(jsonPath("$.recommendations[0].item_id").exists()));
  }

  ChainBuilder usage() {
    return dashboard("dashboard: usage", API + "/usage");
  }

  ChainBuilder models() {
    return dashboard("dashboard: models", API + "/ml/models/list");
  }

  ChainBuilder health() {
    return dashboard("dashboard: health", "/health/detailed");
  }

  ChainBuilder event() {
    return events("an event", 1);
  }

  ChainBuilder eventBatch() {
    return events(FLOOD_BATCH + " events in a batch", FLOOD_BATCH);
  }

  ChainBuilder logIn() {
    LogIn member = target.member();
    return measured(
        "log-in",
        200,
        http("log-in")
            .post(API + "/auth/login")
            .body(
                StringBody(
                    "{\"email\":\"%s\",\"password\":\"%s\"}"
                        .formatted(member.email(), member.password())))
            .check(jsonPath("$.access_token").exists()));
  }

  /// The client's own count of what was accepted comes from the ids in the answers.
  private ChainBuilder events(String name, int count) {
    return measured(
            name,
            202,
            post(name, "/data/ingest")
                .body(StringBody(session -> eventsBody(session, count)))
                .check(
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

  private ChainBuilder dashboard(String name, String path) {
    return measured(name, 200, http(name).get(path).header(KEY, target.apiKey()));
  }

  /// @param requests of a session, the n-th of its batch
  private ChainBuilder batch(
      String name, int size, Function<Session, IntFunction<String>> requests) {
    return measured(
        name,
        200,
        post(name, "/recommend/batch")
            .body(
                StringBody(
                    session ->
                        IntStream.range(0, size)
                            .mapToObj(requests.apply(session))
                            .collect(Collectors.joining(",", "{\"requests\":[", "]}"))))
            .check(jsonPath("$.results[?(@.status == 200)].status").count().is(size)));
  }

  private HttpRequestActionBuilder recommendation(HttpRequestActionBuilder post) {
    return post.body(
            StringBody(session -> "{\"user_id\":\"%s\",\"count\":10}".formatted(user(session))))
        .check(jsonPath("$.recommendations[0].item_id").exists());
  }

  private HttpRequestActionBuilder post(String name, String path) {
    return http(name).post(API + path).header(KEY, target.apiKey());
  }

  private ChainBuilder measured(String name, int status, HttpRequestActionBuilder request) {
    return measured(name, _ -> System.nanoTime(), status, request);
  }

  private ChainBuilder measured(
      String name, ToLongFunction<Session> begin, int status, HttpRequestActionBuilder request) {
    Function<Session, Session> start =
        session -> session.removeAll(STATUS, DETAIL).set(BEGIN, begin.applyAsLong(session));
    return exec(start)
        .exec(
            request.check(
                status().saveAs(STATUS),
                status().is(status),
                jsonPath("$.detail").withDefault("").saveAs(DETAIL)))
        .exec(
            session -> {
              long end = System.nanoTime();
              samples.add(new Sample(name, session.getLong(BEGIN), end, failure(session, status)));
              return session.markAsSucceeded();
            });
  }

  private static Optional<String> failure(Session session, int expected) {
    if (!session.isFailed()) {
      return Optional.empty();
    }
    if (!session.contains(STATUS)) {
      return Optional.of("no answer, or none in time");
    }
    int status = session.getInt(STATUS);
    if (status == expected) {
      return Optional.of(status + " with other content than expected");
    }
    @Nullable String detail = session.getString(DETAIL);
    String text = detail == null ? "" : detail;
    return Optional.of(
        (status + " " + text.substring(0, Math.min(DETAIL_LENGTH, text.length()))).strip());
  }

  private String eventsBody(Session session, int count) {
    List<String> bodies = IntStream.range(0, count).mapToObj(_ -> eventBody(session)).toList();
    return count == 1 ? bodies.getFirst() : "{\"events\":[" + String.join(",", bodies) + "]}";
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
