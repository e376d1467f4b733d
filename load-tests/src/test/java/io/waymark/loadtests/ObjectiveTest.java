package io.waymark.loadtests;

import static io.waymark.loadtests.Objective.atLeast;
import static io.waymark.loadtests.Objective.below;
import static io.waymark.loadtests.Objective.none;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.waymark.loadtests.LoadScenario.Group;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ObjectiveTest {
  static final Setting SETTING =
      new Setting(
          Instant.EPOCH,
          "http://localhost",
          "memory",
          "./waymark load-test --users 5",
          new Setting.Machine(2, "Linux", "25", "3", "0123456789ab", 1.5));

  private static final long MILLI = 1_000_000;
  private static final Load NO_LOAD = new Load(Load.Connections.OWN, _ -> List.of());
  private static final List<Objective> ALL =
      List.of(
          below(Metric.ERROR_SHARE, 1),
          below(Metric.MEAN, 60),
          below(Metric.P95, 96),
          below(Metric.P99, 100),
          below(Metric.MAXIMUM, 101),
          atLeast(Metric.REQUEST_RATE, 50),
          atLeast(Metric.EVENT_RATE, 100),
          none(Metric.LOST_EVENTS));

  @Test
  void aRunThatHoldsEveryObjectiveEndsWithZero() {
    assertThat(LoadTestCommand.exitCode(report(good()))).isZero();
  }

  @Test
  void aSlowRequestBreaksTheMaximumAlone() {
    List<Sample> samples = new ArrayList<>(samples());
    samples.set(99, new Sample("recommendations", 1_000 * MILLI, 1_102 * MILLI, Optional.empty()));
    assertBreaks(Figures.of(samples).withEvents(200, 0), Metric.MAXIMUM);
  }

  @Test
  void anErrorBreaksTheErrorsAlone() {
    List<Sample> samples = new ArrayList<>(samples());
    samples.set(50, new Sample("recommendations", 510 * MILLI, 561 * MILLI, Optional.of("503")));
    assertBreaks(Figures.of(samples).withEvents(200, 0), Metric.ERROR_SHARE);
  }

  @Test
  void aLostEventBreaksTheEventsAlone() {
    assertBreaks(Figures.of(samples()).withEvents(200, 1), Metric.LOST_EVENTS);
  }

  @Test
  void aWishThatIsNotReachedFailsNothing() {
    Objective wish = below(Metric.P95, 10).stretch();
    assertThat(wish.judge(good()).held()).isFalse();
    assertThat(wish.judge(good()).word()).isEqualTo("stretch, not reached");
    LoadScenario scenario =
        new LoadScenario("A wish", Group.API, Course.once(NO_LOAD), List.of(wish));
    Course.Measured measured = new Course.Measured(good(), samples(), List.of());
    assertThat(Result.of(scenario, good(), measured, new Resources(List.of())).held()).isTrue();
  }

  @Test
  void tooFewEventsBreakTheirRateAlone() {
    assertBreaks(Figures.of(samples()).withEvents(100, 0), Metric.EVENT_RATE);
  }

  @Test
  void aSlowerServiceBreaksEveryTime() {
    List<Sample> slower =
        samples().stream()
            .map(
                sample ->
                    new Sample(
                        sample.request(),
                        sample.begin(),
                        sample.end() + 50 * MILLI,
                        Optional.empty()))
            .toList();
    assertBreaks(
        Figures.of(slower).withEvents(200, 0), Metric.MEAN, Metric.P95, Metric.P99, Metric.MAXIMUM);
  }

  @Test
  void nothingHoldsWhereNothingWasMeasured() {
    Figures nothing = Figures.of(List.of()).withEvents(0, 0);
    assertThat(ALL).noneMatch(objective -> objective.judge(nothing).held());
    assertThat(new Report(SETTING, List.of(), List.of(), Optional.empty()).held()).isFalse();
  }

  @Test
  void figuresAreExact() {
    Figures figures = good();
    assertThat(figures.requests()).isEqualTo(100);
    assertThat(figures.of(Metric.P50)).hasValue(50);
    assertThat(figures.of(Metric.P95)).hasValue(95);
    assertThat(figures.of(Metric.P99)).hasValue(99);
    assertThat(figures.of(Metric.MAXIMUM)).hasValue(100);
    assertThat(figures.of(Metric.MEAN)).hasValue(50.5);
    assertThat(figures.of(Metric.REQUEST_RATE)).hasValueCloseTo(100 / 1.09, within(0.001));
    assertThat(figures.of(Metric.EVENT_RATE)).hasValueCloseTo(200 / 1.09, within(0.001));
  }

  @Test
  void everyScenarioOfTheCommandIsJudged() {
    List<LoadScenario> scenarios = new Scenarios(100, 100, Duration.ofSeconds(20)).all();
    assertThat(scenarios).allSatisfy(each -> assertThat(each.objectives()).isNotEmpty());
    assertThat(scenarios.stream().map(LoadScenario::id)).doesNotHaveDuplicates();
    assertThat(scenarios.stream().map(LoadScenario::group)).contains(Group.values());
  }

  @Test
  void theReportsSayWhatDidNotHold() throws JsonProcessingException {
    Report report = report(Figures.of(samples()).withEvents(200, 3));
    JsonNode json = new ObjectMapper().readTree(new JsonReport(report).text());
    assertThat(json.path("held").asBoolean(true)).isFalse();
    assertThat(json.at("/scenarios/0/objectives").valueStream())
        .filteredOn(objective -> !objective.path("held").asBoolean())
        .extracting(objective -> objective.path("objective").asText())
        .containsExactly("accepted events not found ≤ 0");
    assertThat(report.text()).containsOnlyOnce("NOT HELD").contains("p95 < 96 ms");
    assertThat(new MarkdownReport(report).text()).containsOnlyOnce("NOT HELD");
    assertThat(new HtmlReport(report).text())
        .contains("p95 &lt; 96 ms", "not every objective", "./waymark load-test --users 5");
  }

  /// 100 requests, one each 10 ms, the n-th of n milliseconds, without errors.
  private static List<Sample> samples() {
    List<Sample> samples = new ArrayList<>();
    for (int number = 1; number <= 100; number++) {
      long begin = number * 10L * MILLI;
      samples.add(new Sample("recommendations", begin, begin + number * MILLI, Optional.empty()));
    }
    return samples;
  }

  /// All of [#ALL] hold; the span is 10 ms to 1,100 ms.
  private static Figures good() {
    return Figures.of(samples()).withEvents(200, 0);
  }

  private static void assertBreaks(Figures figures, Metric... metrics) {
    Report report = report(figures);
    assertThat(report.results().getFirst().verdicts())
        .filteredOn(verdict -> !verdict.held())
        .extracting(verdict -> verdict.objective().metric())
        .containsExactly(metrics);
    assertThat(LoadTestCommand.exitCode(report)).isEqualTo(3);
  }

  private static Report report(Figures figures) {
    LoadScenario scenario =
        new LoadScenario(
            "Shop visitors",
            Group.API,
            _ -> {
              throw new AssertionError("not to be run");
            },
            ALL);
    Result result =
        Result.of(
            scenario,
            figures,
            new Course.Measured(figures, samples(), List.of()),
            new Resources(List.of()));
    return new Report(SETTING, List.of(result), NotMeasured.ALWAYS, Optional.empty());
  }
}
