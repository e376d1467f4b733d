package io.waymark.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.training.Csr;
import io.waymark.training.Settings;
import io.waymark.training.Training;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is measured is what is said to be.
class FiguresTest {
  @TempDir Path folder;

  @Test
  void theMiddleOfTheRoundsCounts() {
    assertThat(Spread.of(3, 1, 2)).isEqualTo(new Spread(2, 1, 3));
    assertThat(Spread.of(4, 1)).isEqualTo(new Spread(1, 1, 4));
  }

  @Test
  void boundsAreKeptFromTheirSide() {
    assertThat(Bound.atMost(2).of(2)).isEqualTo(Verdict.MET);
    assertThat(Bound.atMost(2).of(2.1)).isEqualTo(Verdict.MISSED);
    assertThat(Bound.atMost(2).stretched(1).of(1.5)).isEqualTo(Verdict.MET);
    assertThat(Bound.atMost(2).stretched(1).of(0.5)).isEqualTo(Verdict.MET_STRETCH);
    assertThat(Bound.atLeast(2).of(1.9)).isEqualTo(Verdict.MISSED);
    assertThat(Bound.atLeast(2).of(2)).isEqualTo(Verdict.MET);
  }

  @Test
  void sidesTakeTurns() throws IOException {
    StringBuilder order = new StringBuilder();
    Map<String, Spread> spreads =
        Timing.rounds(
            3,
            List.of(
                () -> {
                  order.append('a');
                  return Map.of("a", (double) order.length());
                },
                () -> {
                  order.append('b');
                  return Map.of("b", (double) order.length());
                }));
    assertThat(order.toString()).isEqualTo("ababab");
    assertThat(spreads.get("a")).isEqualTo(new Spread(3, 1, 5));
    assertThat(spreads.get("b")).isEqualTo(new Spread(4, 2, 6));
  }

  @Test
  void bothHalvesOfTheMatrixAreReadToTheirEnds() {
    int[] first = IntStream.range(0, 12_345).toArray();
    int[] second = first.clone();
    OneUserRow.read(first, second);
    second[12_344]++;
    assertThatThrownBy(() -> OneUserRow.read(first, second)).hasMessageContaining("equal");
  }

  @Test
  void madeUpInteractionsAreTheSameAgainAndNeverTwice() {
    MadeInteractions made = new MadeInteractions(50, 200, 1_000, 3);
    Set<Long> seen = new HashSet<>();
    made.each((user, item) -> assertThat(seen.add((long) user << 32 | item)).isTrue());
    Set<Long> again = new HashSet<>();
    made.each((user, item) -> again.add((long) user << 32 | item));
    assertThat(again).isEqualTo(seen);
    assertThat(seen.size()).isBetween(800, 1_200);
  }

  @Test
  void modelsOfMadeUpSetsFindWhatIsHeldOut() throws IOException {
    Dataset data = Dataset.write(folder, "made", new MadeInteractions(200, 100, 4_000, 3));
    double personal =
        data.ndcg(Training.fitted(data.matrix(), "ease", EaseRow.settings(100), 1, 1));
    double popular = data.ndcg(Training.fitted(data.matrix(), "popularity", Settings.NONE, 1, 1));
    assertThat(popular).isPositive();
    assertThat(personal).isGreaterThan(popular);
    assertThat(data.ndcg(Training.fitted(data.matrix(), "ials", AlsRow.settings(8, 4), 1, 1)))
        .isGreaterThan(popular);
  }

  @Test
  void aTileHasEveryRowInEachCopy() throws IOException {
    Dataset data = Dataset.write(folder, "made", new MadeInteractions(30, 40, 300, 5));
    Csr entries = data.matrix().entries();
    Csr tiled = data.tiled(4, 3).entries();
    assertThat(tiled.size()).isEqualTo(12 * entries.size());
    assertThat(tiled.rowCount()).isEqualTo(4 * entries.rowCount());
    assertThat(tiled.columnCount()).isEqualTo(3 * entries.columnCount());
  }

  @Test
  void aWrittenPackageLoadsAndAnswers() throws IOException {
    assertThat(LoadRow.load(LoadRow.write(folder, 60))).isEqualTo(20);
  }

  @Test
  void quantilesLieWhereTheyShould() {
    double[] rising = IntStream.range(0, 100).asDoubleStream().toArray();
    assertThat(Timing.quantile(rising, 0.5)).isEqualTo(50.0);
    assertThat(Timing.quantile(rising, 0.99)).isEqualTo(99.0);
    assertThat(Timing.quantile(rising, 1)).isEqualTo(99.0);
  }
}
