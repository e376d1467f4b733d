package io.waymark.loadtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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

/// Gatling's own runs, of a second each, against a server that answers like Waymark. What is
/// planted in it must break the objective that is about it.
class LoadTestTest {
  /// What a machine with much else to do may break, too.
  private static final Set<Metric> OF_TIME =
      Set.of(
          Metric.MEAN,
          Metric.P50,
          Metric.P95,
          Metric.P99,
          Metric.MAXIMUM,
          Metric.REQUEST_RATE,
          Metric.EVENT_RATE,
          Metric.KNEE,
          Metric.P99_RATIO);

  @TempDir private Path folder;

  private final FakeWaymark waymark = FakeWaymark.start();
  private final ShortRun runs = new ShortRun(waymark);

  @AfterEach
  void stop() {
    runs.close();
    waymark.close();
  }

  @Test
  void findsEveryAcceptedEvent() {
    Report report = runs.of("Event flood", folder);
    assertThat(ShortRun.broken(report)).doesNotContain(Metric.ERROR_SHARE, Metric.LOST_EVENTS);
    Figures figures = report.results().getFirst().figures();
    assertThat(figures.of(Metric.LOST_EVENTS)).hasValue(0);
    assertThat(waymark.accepted()).isGreaterThanOrEqualTo(figures.requests()).isPositive();
  }

  @Test
  void missesAnEventThatWasAcceptedAndLost() {
    waymark.loseEvery(10);
    assertThat(ShortRun.broken(runs.of("Event flood", folder))).contains(Metric.LOST_EVENTS);
  }

  @Test
  void missesAnEventOfABatchThatWasAcceptedAndLost() {
    waymark.loseEvery(1_000);
    assertThat(ShortRun.broken(runs.of("Event flood, in batches", folder)))
        .contains(Metric.LOST_EVENTS);
  }

  @Test
  void countsAnAnswerWithoutItemsAsAnError() {
    waymark.answerWithoutItems();
    Report report = runs.of("Open loop", folder);
    assertThat(ShortRun.broken(report)).contains(Metric.ERROR_SHARE);
    Figures figures = report.results().getFirst().figures();
    assertThat(figures.requests()).isEqualTo(20);
    assertThat(figures.errors()).isEqualTo(20);
    assertThat(report.errors().rows())
        .containsExactly(
            List.of(
                "Open loop",
                "recommendations for a user",
                "200 with other content than expected",
                "20"));
  }

  @Test
  void saysWhatAFailedRequestWasAnswered() {
    waymark.failEvery(5);
    Report report = runs.of("Open loop", folder);
    assertBreaks(report, Metric.ERROR_SHARE);
    assertThat(report.errors().rows())
        .containsExactly(List.of("Open loop", "recommendations for a user", "503 planted", "4"));
  }

  @Test
  void memoryThatStaysInUseBreaksTheHeap() {
    waymark.leak();
    assertBreaks(runs.of("Bulk read", folder), Metric.HEAP_GROWTH);
  }

  @Test
  void tooMuchMemoryBreaksItsPeak() {
    waymark.useMemory(2_048);
    assertBreaks(runs.of("Recommendations only", folder), Metric.PEAK_MEMORY);
  }

  @Test
  void saysThatItCannotTellTheHeapOfAServiceThatItDidNotStart() {
    try (Server foreign = new Server(waymark.target().base(), Optional.empty())) {
      Report report = runs.of("Bulk read", foreign, folder);
      assertThat(report.results().getFirst().scenario().judges(Metric.HEAP_GROWTH)).isFalse();
      assertThat(report.notMeasured())
          .extracting(NotMeasured::what)
          .contains("Bulk read: growth of the heap in use", "Noisy neighbour");
    }
  }

  @Test
  void sendsTheKeyAndWhatEveryScenarioAsksFor() {
    GatlingRun gatling = new GatlingRun(waymark.target(), "r1", folder);
    Samples samples = new Samples();
    Scenarios.warmUp(Duration.ofSeconds(1))
        .course()
        .run(
            load -> {
              gatling.run(load, samples);
              return samples.list();
            });
    assertThat(samples.errors()).isZero();
    assertThat(samples.list().stream().map(Sample::request).collect(Collectors.toSet()))
        .isEqualTo(
            Set.of(
                "recommendations for a user",
                "recommendations for 20 users",
                "items next to each of 100",
                "similar items",
                "search by filter",
                "dashboard: usage",
                "dashboard: models",
                "dashboard: health",
                "an event"));
  }

  @Test
  void writesItsReportThreeTimes() throws IOException {
    waymark.failEvery(7);
    Path output = folder.resolve("report");
    LoadTest.write(runs.of("Recommendations only", folder), output);
    assertThat(output.resolve("report.json")).content().contains("\"Recommendations only\"");
    assertThat(output.resolve("report.md")).content().contains("503 planted", "NOT HELD");
    String page = Files.readString(output.resolve("index.html"));
    assertThat(page)
        .contains("<svg", "polyline", "503 planted", "processors busy")
        .doesNotContain("<script", "src=", "href=", "http://www", "url(");
  }

  /// That what is planted breaks its objective, and no other but those of time.
  private static void assertBreaks(Report report, Metric planted) {
    Set<Metric> broken = ShortRun.broken(report);
    assertThat(broken).contains(planted);
    assertThat(broken.stream().filter(metric -> !OF_TIME.contains(metric)))
        .containsExactly(planted);
  }
}
