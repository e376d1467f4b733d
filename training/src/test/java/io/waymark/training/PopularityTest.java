package io.waymark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.training.Popularity.Counting;
import io.waymark.training.TrainingOutcome.Trained;
import java.time.Clock;
import java.time.Duration;
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
