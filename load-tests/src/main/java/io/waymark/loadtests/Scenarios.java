package io.waymark.loadtests;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.during;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.nothingFor;
import static io.gatling.javaapi.core.CoreDsl.pace;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.percent;
import static io.gatling.javaapi.core.CoreDsl.randomSwitch;
import static io.gatling.javaapi.core.CoreDsl.repeat;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.waymark.loadtests.Objective.atLeast;
import static io.waymark.loadtests.Objective.atMost;
import static io.waymark.loadtests.Objective.below;
import static io.waymark.loadtests.Objective.none;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.loop.During;
import io.waymark.loadtests.Load.Connections;
import io.waymark.loadtests.LoadScenario.Group;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/// The loads that users will put on Waymark, with their objectives.
final class Scenarios {
  private static final Duration THINK_LEAST = Duration.ofSeconds(1);
  private static final Duration THINK_MOST = Duration.ofSeconds(3);
  private static final int DAY_USERS = 50;

  /// Of 50 users it makes 111 requests a second, a little more than must be answered.
  private static final Duration DAY_PACE = Duration.ofMillis(450);

  private static final double DAY_RATE = 103.8;
  private static final Duration BETWEEN_BURSTS = Duration.ofSeconds(2);
  private static final int BURST = 20;
  private static final int REQUESTS_EACH = 10;
  private static final int WRITERS = 50;
  private static final int READERS = 4;
  private static final int SLOWEST_KNEE = 50;
  private static final int FASTEST_KNEE = 5_000;
  private static final int LOG_INS = 50;
  private static final int LOG_IN_PAIRS = 3;
  private static final int TOKEN_USERS = 10;
  private static final Duration TOKEN_PACE = Duration.ofMillis(100);
  private static final Duration SHORTEST_STEP = Duration.ofSeconds(1);
  private static final int STEPS = 4;
  private static final int WARMING_USERS = 10;
  private static final Duration WARMING = Duration.ofSeconds(10);
  private static final double GIBIBYTES_2 = 2_048;

  /// What the heap in use may differ by from one full collection to the next without a leak: caches
  /// that fill, classes that load.
  private static final double FLAT = 64;

  private final int users;
  private final int rate;
  private final Duration duration;

  /// @param rate of the open loop, arrivals a second
  Scenarios(int users, int rate, Duration duration) {
    this.users = users;
    this.rate = rate;
    this.duration = duration;
  }

  /// In the order in which they run.
  List<LoadScenario> all() {
    return List.of(
        shopVisitors(),
        mixOfADay(),
        burst(),
        openLoop(),
        knee(),
        logIns(),
        recommendationsOnly(),
        bulkRead(),
        eventFlood(),
        eventFloodInBatches());
  }

  /// Runs first and is not judged: no objective is about a JVM's first seconds.
  static LoadScenario warmUp() {
    return warmUp(WARMING);
  }

  static LoadScenario warmUp(Duration time) {
    return scenarioOf(
        "Warm-up",
        Group.API,
        List.of(),
        shop ->
            scenario("Warm-up")
                .exec(
                    shop.arrive(),
                    lasting(time)
                        .on(
                            shop.recommendations(),
                            shop.batchOfUsers(),
                            shop.hundredItems(),
                            shop.similarItems(),
                            shop.filteredRecommendations(),
                            shop.usage(),
                            shop.models(),
                            shop.health(),
                            shop.event()))
                .injectOpen(atOnceUsers(WARMING_USERS)));
  }

  private LoadScenario shopVisitors() {
    return scenarioOf(
        "Shop visitors",
        Group.API,
        List.of(
            below(Metric.ERROR_SHARE, 1),
            below(Metric.P95, 500),
            below(Metric.P99, 1000),
            below(Metric.P95, 50).stretch()),
        this::visitors);
  }

  /// Weights of 11: recommendations 3, events 3, batches 2, similar items, a filter, a dashboard.
  private PopulationBuilder visitors(Shop shop) {
    return scenario("Shop visitors")
        .exec(
            shop.arrive(),
            lasting(duration)
                .on(
                    pause(THINK_LEAST, THINK_MOST),
                    randomSwitch()
                        .on(
                            percent(300.0 / 11).then(shop.recommendations()),
                            percent(300.0 / 11).then(shop.event()),
                            percent(200.0 / 11).then(shop.batchOfUsers()),
                            percent(100.0 / 11).then(shop.similarItems()),
                            percent(100.0 / 11).then(shop.filteredRecommendations()),
                            percent(100.0 / 11).then(dashboard(shop)))))
        .injectOpen(atOnceUsers(users));
  }

  private static ChainBuilder dashboard(Shop shop) {
    return exec(
        randomSwitch()
            .on(
                percent(34).then(shop.usage()),
                percent(33).then(shop.models()),
                percent(33).then(shop.health())));
  }

  /// Events 4 of 5; the rest health, models, recommendations and what is similar.
  private LoadScenario mixOfADay() {
    return scenarioOf(
        "The mix of a day",
        Group.API,
        List.of(
            atLeast(Metric.REQUEST_RATE, DAY_RATE),
            none(Metric.ERROR_SHARE),
            below(Metric.P95, 200),
            below(Metric.P95, 20).stretch()),
        shop ->
            scenario("The mix of a day")
                .exec(
                    shop.arrive(),
                    pause(Duration.ZERO, DAY_PACE),
                    lasting(duration)
                        .on(
                            pace(DAY_PACE),
                            randomSwitch()
                                .on(
                                    percent(80).then(shop.event()),
                                    percent(5).then(shop.health()),
                                    percent(5).then(shop.models()),
                                    percent(5).then(shop.recommendations()),
                                    percent(5).then(shop.similarItems()))))
                .injectOpen(atOnceUsers(DAY_USERS)));
  }

  /// Five times, so that one stroke of luck decides nothing; each from sockets not yet open.
  private LoadScenario burst() {
    return scenarioOf(
        "A burst",
        Group.API,
        List.of(
            none(Metric.ERROR_SHARE),
            below(Metric.MEAN, 100),
            below(Metric.MAXIMUM, 2_000),
            below(Metric.MAXIMUM, 200).stretch()),
        shop ->
            scenario("A burst")
                .exec(shop.arrive(), shop.recommendations())
                .injectOpen(
                    atOnceUsers(BURST),
                    nothingFor(BETWEEN_BURSTS),
                    atOnceUsers(BURST),
                    nothingFor(BETWEEN_BURSTS),
                    atOnceUsers(BURST),
                    nothingFor(BETWEEN_BURSTS),
                    atOnceUsers(BURST),
                    nothingFor(BETWEEN_BURSTS),
                    atOnceUsers(BURST)));
  }

  private LoadScenario openLoop() {
    return new LoadScenario(
        "Open loop", Group.API, Course.once(arrivals(rate, duration)), Knee.objectivesAt(rate));
  }

  private LoadScenario knee() {
    return new LoadScenario(
        "Open loop until it breaks",
        Group.API,
        new Knee(SLOWEST_KNEE, FASTEST_KNEE, perSecond -> arrivals(perSecond, step())),
        List.of(atLeast(Metric.KNEE, 100)));
  }

  /// Latency counts from when a request was due, whatever keeps it from starting.
  private static Load arrivals(int perSecond, Duration time) {
    return new Load(
        Connections.SHARED,
        shop -> {
          Arrivals arrivals = new Arrivals(perSecond, System::nanoTime);
          return List.of(
              scenario("Open loop")
                  .exec(shop.arrive(), shop.recommendations(_ -> arrivals.next()))
                  .injectOpen(constantUsersPerSec(perSecond).during(time)));
        });
  }

  private LoadScenario logIns() {
    Load alone = Load.withOwnConnections(this::tokenTraffic);
    Load disturbed =
        new Load(
            Connections.OWN,
            shop ->
                List.of(
                    tokenTraffic(shop),
                    scenario("Log-ins")
                        .exec(shop.logIn())
                        .injectOpen(nothingFor(SHORTEST_STEP.dividedBy(2)), atOnceUsers(LOG_INS))));
    return new LoadScenario(
        "Log-ins beside token traffic",
        Group.API,
        new Beside(LOG_IN_PAIRS, Shop.BY_TOKEN, alone, disturbed),
        List.of(none(Metric.ERROR_SHARE), atMost(Metric.P99_RATIO, 1.25)));
  }

  private PopulationBuilder tokenTraffic(Shop shop) {
    return scenario("Token traffic")
        .exec(
            shop.arrive(),
            pause(Duration.ZERO, TOKEN_PACE),
            lasting(step()).on(pace(TOKEN_PACE), shop.recommendationsByToken()))
        .injectOpen(atOnceUsers(TOKEN_USERS));
  }

  private LoadScenario recommendationsOnly() {
    Duration each = duration.dividedBy(REQUESTS_EACH);
    return scenarioOf(
        "Recommendations only",
        Group.ML,
        List.of(
            none(Metric.ERROR_SHARE),
            below(Metric.MEAN, 500),
            below(Metric.PEAK_MEMORY, GIBIBYTES_2),
            below(Metric.MEAN, 25).stretch()),
        shop ->
            scenario("Recommendations only")
                .exec(
                    shop.arrive(),
                    pause(Duration.ZERO, each),
                    repeat(REQUESTS_EACH).on(pace(each), shop.recommendations()))
                .injectOpen(atOnceUsers(users)));
  }

  /// All items in batches of 100, again and again.
  private LoadScenario bulkRead() {
    return scenarioOf(
        "Bulk read",
        Group.DATA,
        List.of(
            none(Metric.ERROR_SHARE),
            atLeast(Metric.REQUEST_RATE, 20),
            below(Metric.HEAP_GROWTH, FLAT)),
        shop ->
            scenario("Bulk read")
                .exec(shop.arrive(), lasting(duration).on(shop.hundredItems()))
                .injectOpen(atOnceUsers(READERS)));
  }

  private LoadScenario eventFlood() {
    return scenarioOf(
        "Event flood",
        Group.DATA,
        List.of(
            none(Metric.ERROR_SHARE),
            below(Metric.P95, 200),
            atLeast(Metric.EVENT_RATE, 100),
            none(Metric.LOST_EVENTS)),
        shop ->
            scenario("Event flood")
                .exec(shop.arrive(), lasting(duration).on(shop.event()))
                .injectOpen(atOnceUsers(WRITERS)));
  }

  private LoadScenario eventFloodInBatches() {
    return scenarioOf(
        "Event flood, in batches",
        Group.DATA,
        List.of(
            none(Metric.ERROR_SHARE), atLeast(Metric.EVENT_RATE, 100), none(Metric.LOST_EVENTS)),
        shop ->
            scenario("Event flood, in batches")
                .exec(shop.arrive(), lasting(duration).on(shop.eventBatch()))
                .injectOpen(atOnceUsers(WRITERS)));
  }

  /// What has begun by then is ended and measured: it may be the slowest of all.
  private static During.On<ChainBuilder> lasting(Duration time) {
    return during(time, false);
  }

  private static LoadScenario scenarioOf(
      String title,
      Group group,
      List<Objective> objectives,
      Function<Shop, PopulationBuilder> population) {
    return new LoadScenario(
        title, group, Course.once(Load.withOwnConnections(population)), objectives);
  }

  /// Of what runs several times.
  private Duration step() {
    Duration part = duration.dividedBy(STEPS);
    return part.compareTo(SHORTEST_STEP) < 0 ? SHORTEST_STEP : part;
  }
}
