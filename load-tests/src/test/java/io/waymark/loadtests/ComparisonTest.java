package io.waymark.loadtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.loadtests.Comparison.Row;
import io.waymark.loadtests.LoadScenario.Group;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {
  private static final long MILLI = 1_000_000;

  @TempDir private Path folder;

  @Test
  void standsBesideAnEarlierRunWithItsRatio() {
    LoadTest.write(report(100), folder);
    Comparison comparison = Comparison.of(report(150), folder);
    assertThat(comparison.runs()).isEqualTo(1);
    assertThat(p95(comparison).ratio()).isEqualTo(1.5);
    assertThat(p95(comparison).outcome()).isEqualTo("noise unknown");
    assertThat(new HtmlReport(report(150).comparedWith(comparison)).text())
        .contains("Beside earlier runs", "1.50", "noise unknown");
  }

  @Test
  void callsMovedWhatLiesOutsideTheRangeOfThreeRuns() {
    for (int millis : List.of(90, 100, 120)) {
      LoadTest.write(report(millis), folder.resolve("run" + millis));
    }
    assertThat(p95(Comparison.of(report(119), folder)).outcome()).isEqualTo("within the noise");
    assertThat(p95(Comparison.of(report(121), folder)).outcome()).isEqualTo("worse");
    assertThat(p95(Comparison.of(report(80), folder)).outcome()).isEqualTo("better");
    assertThat(p95(Comparison.of(report(200), folder)).ratio()).isEqualTo(2);
  }

  @Test
  void aHigherRateIsBetter() {
    Row row = new Row("Open loop", Metric.KNEE, List.of(100.0, 110.0, 120.0), 130);
    assertThat(row.outcome()).isEqualTo("better");
  }

  @Test
  void aFolderWithoutReportsIsSaid() {
    assertThatThrownBy(() -> Comparison.of(report(100), folder))
        .isInstanceOf(LoadTestException.class)
        .hasMessageContaining("there is no report.json in " + folder);
  }

  private static Row p95(Comparison comparison) {
    return comparison.rows().stream()
        .filter(row -> row.metric() == Metric.P95)
        .findFirst()
        .orElseThrow();
  }

  private static Report report(int millis) {
    List<Sample> samples =
        IntStream.range(0, 10)
            .mapToObj(_ -> new Sample("recommendations", 0, millis * MILLI, Optional.empty()))
            .toList();
    Course.Measured measured = new Course.Measured(Figures.of(samples), samples, List.of("a note"));
    LoadScenario scenario =
        new LoadScenario(
            "Open loop", Group.API, _ -> measured, List.of(Objective.below(Metric.P95, 500)));
    return new Report(
        ObjectiveTest.SETTING,
        List.of(Result.of(scenario, measured.figures(), measured, new Resources(List.of()))),
        NotMeasured.ALWAYS,
        Optional.empty());
  }
}
