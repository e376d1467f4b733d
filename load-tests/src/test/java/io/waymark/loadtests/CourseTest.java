package io.waymark.loadtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.loadtests.Course.Measured;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Courses on made-up requests, without a service.
class CourseTest {
  private static final long MILLI = 1_000_000;
  private static final Load LOAD = new Load(Load.Connections.OWN, _ -> List.of());

  @Test
  void theKneeIsTheLastRateThatHeld() {
    List<Integer> rates = new ArrayList<>();
    Knee knee =
        new Knee(
            50,
            5_000,
            rate -> {
              rates.add(rate);
              return LOAD;
            });
    Measured measured = knee.run(_ -> requests(rates.getLast(), rates.getLast() > 150 ? 600 : 20));
    assertThat(rates).containsExactly(50, 75, 113, 170);
    assertThat(measured.figures().of(Metric.KNEE)).hasValue(113);
    assertThat(measured.figures().of(Metric.P95)).hasValue(20);
    assertThat(measured.notes())
        .hasSize(4)
        .last()
        .asString()
        .contains("p95 < 500 ms broke: 600 ms");
  }

  @Test
  void errorsAreAKneeToo() {
    Knee knee = new Knee(50, 5_000, _ -> LOAD);
    Measured measured =
        knee.run(
            _ ->
                List.of(
                    new Sample("recommendations", 0, MILLI, Optional.of("503")),
                    new Sample("recommendations", 0, MILLI, Optional.empty())));
    assertThat(measured.figures().of(Metric.KNEE)).hasValue(0);
  }

  @Test
  void whatNothingBreaksEndsAtTheLastRate() {
    List<Integer> rates = new ArrayList<>();
    Knee knee =
        new Knee(
            50,
            100,
            rate -> {
              rates.add(rate);
              return LOAD;
            });
    Measured measured = knee.run(_ -> requests(rates.getLast(), 20));
    assertThat(measured.figures().of(Metric.KNEE)).hasValue(75);
    assertThat(measured.notes()).last().asString().contains("the knee is higher");
  }

  @Test
  void oneSlowPairOfThreeDecidesNothing() {
    assertThat(ratio(10, 10, 10, 90, 10, 11)).isEqualTo(1.1);
  }

  @Test
  void slowerInMostPairsBreaksTheRatio() {
    assertThat(ratio(10, 20, 10, 10, 10, 13)).isEqualTo(1.3);
  }

  @Test
  void otherRequestsThanTheTrafficDoNotCount() {
    Beside beside = new Beside(1, "traffic", LOAD, LOAD);
    Measured measured =
        beside.run(
            _ ->
                List.of(
                    new Sample("traffic", 0, 10 * MILLI, Optional.empty()),
                    new Sample("log-in", 0, 900 * MILLI, Optional.empty())));
    assertThat(measured.figures().of(Metric.P99_RATIO)).hasValue(1);
  }

  /// Of pairs of p99 in milliseconds, alone and beside.
  private static double ratio(int... millis) {
    Iterator<Integer> each = IntStream.of(millis).iterator();
    Beside beside = new Beside(millis.length / 2, "traffic", LOAD, LOAD);
    Measured measured =
        beside.run(_ -> List.of(new Sample("traffic", 0, each.next() * MILLI, Optional.empty())));
    return measured.figures().of(Metric.P99_RATIO).orElseThrow();
  }

  /// Of a second, each of these milliseconds.
  private static List<Sample> requests(int rate, int millis) {
    return IntStream.range(0, rate)
        .mapToObj(
            number -> {
              long begin = number * 1_000L * MILLI / rate;
              return new Sample("recommendations", begin, begin + millis * MILLI, Optional.empty());
            })
        .toList();
  }
}
