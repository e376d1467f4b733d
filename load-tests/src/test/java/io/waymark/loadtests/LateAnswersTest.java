package io.waymark.loadtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that answers like Waymark, but late, breaks the objectives of time.
class LateAnswersTest {
  @TempDir private Path folder;

  private final FakeWaymark waymark = FakeWaymark.start();
  private final ShortRun runs = new ShortRun(waymark);

  @AfterEach
  void stop() {
    runs.close();
    waymark.close();
  }

  @Test
  void aServiceThatAnswersLateBreaksTheTimes() {
    waymark.answerAfter(Duration.ofMillis(1_100));
    assertThat(ShortRun.broken(runs.of("Open loop", folder))).contains(Metric.P95, Metric.P99);
  }

  @Test
  void aServiceThatAnswersLateHasNoKnee() {
    waymark.answerAfter(Duration.ofMillis(600));
    Report report = runs.of("Open loop until it breaks", folder);
    assertThat(ShortRun.broken(report)).containsExactly(Metric.KNEE);
    assertThat(report.results().getFirst().notes().getFirst()).startsWith("50/s: p95");
  }

  @Test
  void aServiceThatAnswersLateReadsTooLittle() {
    waymark.answerAfter(Duration.ofMillis(250));
    assertThat(ShortRun.broken(runs.of("Bulk read", folder))).containsExactly(Metric.REQUEST_RATE);
  }

  @Test
  void aServiceThatAnswersLateDoesNotKeepUpWithTheDay() {
    waymark.answerAfter(Duration.ofMillis(900));
    assertThat(ShortRun.broken(runs.of("The mix of a day", folder)))
        .containsExactlyInAnyOrder(Metric.REQUEST_RATE, Metric.P95);
  }

  @Test
  void tokenTrafficThatWaitsForLogInsBreaksTheirRatio() {
    waymark.tokenTrafficWaits(Duration.ofSeconds(1));
    assertThat(ShortRun.broken(runs.of("Log-ins beside token traffic", folder)))
        .contains(Metric.P99_RATIO);
  }
}
