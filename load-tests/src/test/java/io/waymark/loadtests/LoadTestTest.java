package io.waymark.loadtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.loadtests.Objective.Verdict;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Gatling's own runs, of a second each, against a server that answers like Waymark.
class LoadTestTest {
  private static final Scenarios SHORT = new Scenarios(2, 20, Duration.ofSeconds(1));
  private static final Screen NOWHERE = new Screen(new PrintStream(PrintStream.nullOutputStream()));

  @TempDir private Path folder;

  private final FakeWaymark waymark = FakeWaymark.start();

  @AfterEach
  void stop() {
    waymark.close();
  }

  @Test
  void findsEveryAcceptedEventAndWritesItsReport() throws IOException {
    Report report = run("Event flood");
    assertThat(broken(report)).doesNotContain(Metric.ERROR_SHARE, Metric.LOST_EVENTS);
    Figures figures = report.results().getFirst().figures();
    assertThat(figures.eventsAccepted()).isEqualTo(waymark.accepted()).isPositive();
    assertThat(folder.resolve("report.json")).content().contains("\"Event flood\"");
    String page = Files.readString(folder.resolve("index.html"));
    String link = page.replaceAll("(?s).*href=\"([^\"]+)\".*", "$1");
    assertThat(folder.resolve(link)).content().contains("an event");
  }

  @Test
  void missesAnEventThatWasAcceptedAndLost() {
    waymark.loseEvery(10);
    assertThat(broken(run("Event flood"))).contains(Metric.LOST_EVENTS);
  }

  @Test
  void countsAnAnswerWithoutItemsAsAnError() {
    waymark.answerWithoutItems();
    Report report = run("Open loop");
    assertThat(broken(report)).contains(Metric.ERROR_SHARE);
    Figures figures = report.results().getFirst().figures();
    assertThat(figures.requests()).isEqualTo(20);
    assertThat(figures.errors()).isEqualTo(20);
  }

  @Test
  void sendsTheKeyAndWhatEveryScenarioAsksFor() {
    GatlingRun gatling =
        new GatlingRun(waymark.target(), "r1", folder, GatlingRun.Reports.LEFT_OUT);
    Samples samples = new Samples();
    gatling.run(SHORT.warmUpOf(Duration.ofSeconds(1)), samples);
    assertThat(samples.errors()).isZero();
    assertThat(samples.list().stream().map(Sample::request).collect(Collectors.toSet()))
        .isEqualTo(
            Set.of(
                "recommendations for a user",
                "recommendations for 20 users",
                "similar items",
                "search by filter",
                "dashboard: models",
                "dashboard: health",
                "an event"));
  }

  private Report run(String title) {
    List<LoadScenario> chosen =
        SHORT.all().stream().filter(scenario -> scenario.title().equals(title)).toList();
    return new LoadTest(waymark.target(), "r1", Optional.of(folder), folder, NOWHERE)
        .run(SHORT.warmUpOf(Duration.ofMillis(100)), chosen, List.of());
  }

  private static Set<Metric> broken(Report report) {
    return report.results().getFirst().verdicts().stream()
        .filter(verdict -> !verdict.held())
        .map(Verdict::objective)
        .map(Objective::metric)
        .collect(Collectors.toSet());
  }
}
