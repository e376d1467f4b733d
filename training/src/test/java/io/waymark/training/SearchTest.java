package io.waymark.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SearchTest {
  private static final Settings FEW = Settings.NONE.with("factors", 8).with("iterations", 6);

  private final Ials ials = new Ials();

  private Search.Found found(Settings fixed) {
    try (Workers workers = new Workers(2)) {
      Cuts cuts = Cuts.of(Planted.tastes(120, 60, 4, 15, false).toMatrix(), 1, 3);
      return new Search(
              ials, cuts, 1, workers, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), Instant.MAX)
          .run(fixed, Progress.NONE);
    }
  }

  /// Clubs of whom each likes all of its own want far more of it than the grid has.
  @Test
  void goesOnWhereTheGridOfAlternatingLeastSquaresEnds() {
    Search.Found found = found(FEW);
    Stream<String> regularised =
        found.tried().stream().map(each -> each.replaceAll(".*lambda=([0-9.E-]+).*", "$1"));
    List<Double> beyond =
        regularised.map(Double::valueOf).filter(each -> each > 0.03 || each < 0.002).toList();
    assertThat(beyond).as(found.tried().toString()).isNotEmpty();
  }

  @Test
  void leavesAloneWhatIsGiven() {
    Settings given = FEW.with("lambda", 0.007);
    assertThat(found(given).tried()).allMatch(each -> each.contains("lambda=0.007"));
    assertThat(ials.near(given.with("a0", 1), given)).isEmpty();
  }

  @Test
  void stepsToWhatIsInTheGridToo() {
    Settings best = FEW.with("a0", 1).with("lambda", 0.004);
    assertThat(ials.near(best, FEW))
        .extracting(each -> each.text("lambda").orElseThrow())
        .containsExactly("0.012", "0.0013");
  }
}
