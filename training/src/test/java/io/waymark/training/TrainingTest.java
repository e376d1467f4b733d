package io.waymark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.training.TrainingOutcome.Refused;
import io.waymark.training.TrainingOutcome.TooLittle;
import io.waymark.training.TrainingOutcome.Trained;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingTest {
  private static final Settings SMALL = Settings.NONE.with("factors", 8);

  private static TrainingOptions options(String algorithm, Settings settings, int threads) {
    return new TrainingOptions(algorithm, settings, 42, threads, Duration.ofMinutes(2));
  }

  private static TrainingOutcome train(InteractionRows rows, TrainingOptions options) {
    return new Training(Clock.systemUTC()).run(rows.toMatrix(), options, Progress.NONE);
  }

  @Test
  void findsPlantedTastes() {
    TrainingOutcome outcome =
        train(Planted.tastes(200, 80, 4, 15, true), options("auto", SMALL, 2));
    assertThat(outcome).isInstanceOf(Trained.class);
    Trained trained = (Trained) outcome;
    assertThat(trained.metrics().deciding()).isGreaterThan(1.5 * trained.baseline().deciding());
    assertThat(trained.parameters())
        .containsKeys("a0", "lambda", "iterations", "search.tried.001", "search.stopped");
  }

  @Test
  void refusesAModelThatDoesNotBeatPopularity() {
    TrainingOutcome outcome =
        train(
            Planted.fashion(300, 60, 8),
            options("ials", SMALL.with("a0", 0).with("lambda", 0.0001), 2));
    assertThat(outcome).isInstanceOf(Refused.class);
    assertThat(((Refused) outcome).reason()).contains("did not beat popularity");
  }

  @Test
  void saysWhenThereIsTooLittle() {
    assertThat(train(new InteractionRows(), options("auto", SMALL, 1)))
        .isEqualTo(new TooLittle("there are no interactions to learn from"));
    assertThat(train(Planted.tastes(3, 20, 2, 10, true), options("auto", SMALL, 1)))
        .isInstanceOf(TooLittle.class);
    assertThat(train(Planted.tastes(30, 4, 2, 10, true), options("auto", SMALL, 1)))
        .isInstanceOf(TooLittle.class);
  }

  @Test
  void isTheSameForAnyNumberOfThreads() {
    List<float[]> vectors = new ArrayList<>();
    for (int threads : new int[] {1, 3}) {
      Trained trained =
          (Trained) train(Planted.tastes(300, 90, 3, 12, false), options("ials", SMALL, threads));
      vectors.add(trained.model().factors().orElseThrow().items());
    }
    assertThat(vectors.get(0)).isEqualTo(vectors.get(1));
  }

  @Test
  void endsTheSearchWithItsBudgetAndSaysSo() {
    TrainingOptions hurried = new TrainingOptions("ials", SMALL, 42, 1, Duration.ZERO);
    Trained trained = (Trained) train(Planted.tastes(200, 80, 4, 15, true), hurried);
    assertThat(trained.parameters()).containsEntry("search.stopped", "time");
    assertThat(trained.parameters()).doesNotContainKey("search.tried.002");
  }

  @Test
  void trainsWithGivenSettingsExactly() {
    Settings given = SMALL.with("a0", 0.5).with("lambda", 0.01).with("iterations", 4);
    Trained trained =
        (Trained) train(Planted.tastes(200, 80, 4, 15, true), options("ials", given, 1));
    assertThat(trained.parameters())
        .containsEntry("a0", "0.5")
        .containsEntry("lambda", "0.01")
        .containsEntry("iterations", "4");
  }

  @Test
  void namesASettingItDoesNotKnow() {
    Settings wrong = Settings.NONE.with("lamda", 1);
    assertThatThrownBy(() -> train(Planted.tastes(20, 20, 2, 10, true), options("ials", wrong, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lamda");
    assertThatThrownBy(() -> options("magic", Settings.NONE, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("magic");
    assertThatThrownBy(() -> Settings.NONE.with("a0", "much").number("a0", 1))
        .hasMessageContaining("much");
  }

  @Test
  void weighsPopularityByAge() {
    InteractionRows rows = new InteractionRows();
    long day = 86_400_000L;
    rows.add("u1", "old", 1f, 0);
    rows.add("u2", "old", 1f, 0);
    rows.add("u3", "old", 1f, 0);
    rows.add("u4", "new", 1f, 60 * day);
    assertThat(Popularity.counts(rows.toMatrix(), 0)).containsExactly(1, 3);
    assertThat(Popularity.counts(rows.toMatrix(), 30)).containsExactly(1, 0.75f);
  }
}
