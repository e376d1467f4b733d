package io.waymark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.waymark.model.DailyCounts;
import io.waymark.training.Popularity.Counting;
import io.waymark.training.TrainingOutcome.Trained;
import java.time.Clock;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PopularityTest {
  private static final long DAY = 86_400_000L;

  @Test
  void counts() {
    InteractionRows rows = new InteractionRows();
    rows.add("u1", "a", 6f, 0);
    rows.add("u2", "a", 1f, 0);
    rows.add("u3", "a", InteractionMatrix.RATED_LOW, 0);
    rows.add("u4", "a", InteractionMatrix.REFUSED, 0);
    InteractionMatrix matrix = rows.toMatrix();
    assertThat(Popularity.counts(matrix, Counting.CHOSEN, 0)).containsExactly(3);
    assertThat(Popularity.counts(matrix, Counting.LIKED, 0)).containsExactly(2);
    assertThat(Popularity.counts(matrix, Counting.WEIGHED, 0)).containsExactly(7);
  }

  @Test
  void countsLessWhatIsLongAgo() {
    InteractionRows rows = new InteractionRows();
    rows.add("u1", "old", 1f, 0);
    rows.add("u2", "old", 1f, 0);
    rows.add("u3", "old", 1f, 0);
    rows.add("u4", "new", 1f, 60 * DAY);
    InteractionMatrix matrix = rows.toMatrix();
    assertThat(Popularity.counts(matrix, Counting.CHOSEN, 0)).containsExactly(1, 3);
    assertThat(Popularity.counts(matrix, Counting.CHOSEN, 30)).containsExactly(1, 0.75f);
  }

  @Test
  void countsByDayAsTheLongWayRound() {
    SplittableRandom random = new SplittableRandom(9);
    InteractionRows rows = new InteractionRows();
    int[][] expected = new int[20][DailyCounts.DAYS];
    long newest = 1_700_000_000_000L;
    for (int user = 0; user < 60; user++) {
      for (int item = 0; item < 20; item++) {
        long time = newest - random.nextLong(40 * DAY);
        float value = random.nextInt(4) == 0 ? InteractionMatrix.RATED_LOW : 2f;
        rows.add("u%02d".formatted(user), "i%02d".formatted(item), value, time);
        long day = Math.floorDiv(newest, DAY) - Math.floorDiv(time, DAY);
        if (value > 0 && day < DailyCounts.DAYS) {
          expected[item][(int) day]++;
        }
      }
    }
    rows.add("last", "i00", 1f, newest);
    expected[0][0]++;
    DailyCounts daily = Popularity.daily(rows.toMatrix());
    for (int days : new int[] {1, 5, 30}) {
      float[] flat = daily.weighed(days, Double.POSITIVE_INFINITY);
      float[] decayed = daily.weighed(days, 3);
      for (int item = 0; item < 20; item++) {
        double sum = 0;
        double worth = 0;
        for (int day = 0; day < days; day++) {
          sum += expected[item][day];
          worth += expected[item][day] * Math.pow(0.5, day / 3.0);
        }
        assertThat((double) flat[item]).isEqualTo(sum);
        assertThat((double) decayed[item]).isCloseTo(worth, within(1e-4));
      }
    }
  }

  /// What everyone reads and nobody likes, `talk`, beside what some like, `good`, and what few buy,
  /// `dear`: one of the three kinds is what all go on to, the others are read before.
  private static Trained trained(String goesOnTo, String counts) {
    InteractionRows rows = new InteractionRows();
    for (int user = 0; user < 200; user++) {
      for (int at = 0; at < 8; at++) {
        take(rows, user, "talk", 24, at, at);
        if (user % 2 == 0 && at < 6) {
          take(rows, user, "good", 24, at, at);
        }
        if (user % 8 == 0) {
          take(rows, user, "dear", 24, at, at);
        }
      }
      for (int at = 8; at < 13; at++) {
        take(rows, user, goesOnTo, 24, at, at);
      }
    }
    Settings settings = Settings.NONE.with("half_life_days", 0);
    return (Trained)
        new Training(Clock.systemUTC())
            .run(
                rows.toMatrix(),
                new TrainingOptions(
                    "popularity",
                    counts.isEmpty() ? settings : settings.with("counts", counts),
                    1,
                    1,
                    Duration.ofMinutes(1)),
                Progress.NONE);
  }

  private static void take(
      InteractionRows rows, int user, String kind, int items, int at, int day) {
    float weight =
        switch (kind) {
          case "talk" -> InteractionMatrix.RATED_LOW;
          case "good" -> 1;
          default -> 60;
        };
    rows.add("u" + user, kind + (user + at) % items, weight, day * DAY);
  }

  @Test
  void isTheStrongestWayOfCountingOnTheValidationPart() {
    Trained chosen = trained("talk", "");
    assertThat(chosen.parameters()).containsEntry("counts", "chosen");
    assertThat(chosen.baseline().deciding())
        .isEqualTo(trained("talk", "chosen").metrics().deciding())
        .isGreaterThan(trained("talk", "liked").metrics().deciding() + 0.1);
    assertThat(chosen.parameters().get("baseline")).contains("counts=chosen");
    assertThat(trained("dear", "").parameters()).containsEntry("counts", "weighed");
  }

  @Test
  void namesAWrongWayOfCounting() {
    assertThatThrownBy(() -> trained("talk", "loudly"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("counts must be chosen, liked or weighed, not 'loudly'");
  }
}
