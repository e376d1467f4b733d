package io.waymark.loadtests;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.during;
import static io.gatling.javaapi.core.CoreDsl.nothingFor;
import static io.gatling.javaapi.core.CoreDsl.pace;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.percent;
import static io.gatling.javaapi.core.CoreDsl.randomSwitch;
import static io.gatling.javaapi.core.CoreDsl.repeat;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.waymark.loadtests.Objective.atLeast;
import static io.waymark.loadtests.Objective.below;
import static io.waymark.loadtests.Objective.none;

import io.gatling.javaapi.core.PopulationBuilder;
import io.waymark.loadtests.LoadScenario.Group;
import io.waymark.loadtests.LoadScenario.Load;
import java.time.Duration;
import java.util.List;

/// The loads that users will put on Waymark, with their objectives.
final class Scenarios {
  private static final Duration THINK_LEAST = Duration.ofSeconds(1);
  private static final Duration THINK_MOST = Duration.ofSeconds(3);
  private static final Duration BETWEEN_BURSTS = Duration.ofSeconds(2);
  private static final int BURST = 20;
  private static final int REQUESTS_EACH = 10;
  private static final int WRITERS = 50;
  private static final int WARMING_USERS = 10;
  private static final Duration WARMING = Duration.ofSeconds(10);

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
        burst(),
        openLoop(),
        recommendationsOnly(),
        eventFlood(),
        eventFloodInBatches());
  }

  /// Runs first and is not judged: no objective is about a JVM's first seconds.
  LoadScenario warmUp() {
    return warmUpOf(WARMING);
  }

  LoadScenario warmUpOf(Duration time) {
    return new LoadScenario(
        "Warm-up",
        Group.API,
        Load.CONNECTION_PER_USER,
        shop ->
            scenario("Warm-up")
                .exec(
                    shop.arrive(),
                    during(time)
                        .on(
                            shop.recommendations(),
                            shop.batchOfUsers(),
                            shop.similarItems(),
                            shop.filteredRecommendations(),
                            shop.models(),
                            shop.health(),
                            shop.event()))
                .injectOpen(atOnceUsers(WARMING_USERS)),
        List.of());
  }

  private LoadScenario shopVisitors() {
    return new LoadScenario(
        "Shop visitors",
        Group.API,
        Load.CONNECTION_PER_USER,
        this::visitors,
        List.of(below(Metric.ERROR_SHARE, 1), below(Metric.P95, 500), below(Metric.P99, 1000)));
  }

  /// Weights of 11: recommendations 3, events 3, batches 2, similar items, a filter, a dashboard.
  private PopulationBuilder visitors(Shop shop) {
    return scenario("Shop visitors")
        .exec(
            shop.arrive(),
            during(duration)
                .on(
                    pause(THINK_LEAST, THINK_MOST),
                    randomSwitch()
                        .on(
                            percent(300.0 / 11).then(shop.recommendations()),
                            percent(300.0 / 11).then(shop.event()),
                            percent(200.0 / 11).then(shop.batchOfUsers()),
                            percent(100.0 / 11).then(shop.similarItems()),
                            percent(100.0 / 11).then(shop.filteredRecommendations()),
                            percent(50.0 / 11).then(shop.models()),
                            percent(50.0 / 11).then(shop.health()))))
        .injectOpen(atOnceUsers(users));
  }

  /// Five times, so that one stroke of luck decides nothing.
  private LoadScenario burst() {
    return new LoadScenario(
        "A burst",
        Group.API,
        Load.CONNECTION_PER_USER,
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
                    atOnceUsers(BURST)),
        List.of(none(Metric.ERROR_SHARE), below(Metric.MEAN, 100), below(Metric.MAXIMUM, 200)));
  }

  /// Latency counts from when a request was due, whatever keeps it from starting.
  private LoadScenario openLoop() {
    return new LoadScenario(
        "Open loop",
        Group.API,
        Load.SHARED_CONNECTIONS,
        shop -> {
          Arrivals arrivals = new Arrivals(rate, System::nanoTime);
          return scenario("Open loop")
              .exec(shop.arrive(), shop.recommendations(_ -> arrivals.next()))
              .injectOpen(constantUsersPerSec(rate).during(duration));
        },
        List.of(
            below(Metric.ERROR_SHARE, 1),
            below(Metric.P95, 500),
            below(Metric.P99, 1000),
            // What arrives in an interval is answered in it, but for the last answers' time.
            atLeast(Metric.REQUEST_RATE, 0.95 * rate)));
  }

  private LoadScenario recommendationsOnly() {
    Duration each = duration.dividedBy(REQUESTS_EACH);
    return new LoadScenario(
        "Recommendations only",
        Group.ML,
        Load.CONNECTION_PER_USER,
        shop ->
            scenario("Recommendations only")
                .exec(
                    shop.arrive(),
                    pause(Duration.ZERO, each),
                    repeat(REQUESTS_EACH).on(pace(each), shop.recommendations()))
                .injectOpen(atOnceUsers(users)),
        List.of(none(Metric.ERROR_SHARE), below(Metric.MEAN, 500)));
  }

  private LoadScenario eventFlood() {
    return new LoadScenario(
        "Event flood",
        Group.DATA,
        Load.CONNECTION_PER_USER,
        shop ->
            scenario("Event flood")
                .exec(shop.arrive(), during(duration).on(shop.event()))
                .injectOpen(atOnceUsers(WRITERS)),
        List.of(
            none(Metric.ERROR_SHARE),
            below(Metric.P95, 200),
            atLeast(Metric.EVENT_RATE, 100),
            none(Metric.LOST_EVENTS)));
  }

  private LoadScenario eventFloodInBatches() {
    return new LoadScenario(
        "Event flood, in batches",
        Group.DATA,
        Load.CONNECTION_PER_USER,
        shop ->
            scenario("Event flood, in batches")
                .exec(shop.arrive(), during(duration).on(shop.eventBatch()))
                .injectOpen(atOnceUsers(WRITERS)),
        List.of(
            none(Metric.ERROR_SHARE), atLeast(Metric.EVENT_RATE, 100), none(Metric.LOST_EVENTS)));
  }
}
