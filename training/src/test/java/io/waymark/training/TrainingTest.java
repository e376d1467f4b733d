package io.waymark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.training.TrainingOutcome.Refused;
import io.waymark.training.TrainingOutcome.TooLittle;
import io.waymark.training.TrainingOutcome.Trained;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingTest {
  private static final long DAY = 86_400_000L;
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
        .containsKeys("weights", "validation.ndcg@20", "search.tried.001")
        .containsEntry("search.stopped", "complete");
  }

  @Test
  void refusesAModelThatDoesNotBeatPopularity() {
    TrainingOutcome outcome =
        train(
            Planted.fashion(300, 60, 8),
            options("ials", SMALL.with("a0", 0.000001).with("lambda", 0.0001), 2));
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
  }

  /// Twelve entries to learn from and choose by, three to measure on, for each of 160 users of four
  /// tastes; the three are others where `newest` is 15 instead of 12.
  private static InteractionRows withNewest(int newest) {
    InteractionRows rows = new InteractionRows();
    SplittableRandom random = new SplittableRandom(3);
    for (int user = 0; user < 160; user++) {
      List<Integer> shelf = new ArrayList<>(IntStream.range(0, 20).boxed().toList());
      Collections.shuffle(shelf, new Random(random.nextLong()));
      for (int at = 0; at < 15; at++) {
        int item = user % 4 + 4 * shelf.get(at < 12 ? at : newest + at - 12);
        rows.add("u%03d".formatted(user), "i%02d".formatted(item), 1f, at * DAY);
      }
    }
    return rows;
  }

  @Test
  void choosesWithoutTheTestPart() {
    Trained one = (Trained) train(withNewest(12), options("ials", SMALL, 2));
    Trained other = (Trained) train(withNewest(15), options("ials", SMALL, 2));
    assertThat(one.metrics()).isNotEqualTo(other.metrics());
    assertThat(one.parameters()).isEqualTo(other.parameters());
  }

  /// Of each user's entries the ten first are classics, then fads; the validation part has classics
  /// and newcomers; the test part has newcomers alone. Before the newcomers came only the classics
  /// could be found, by counting all times alike; the newcomers by what was chosen lately.
  private static InteractionRows changingFashion() {
    InteractionRows rows = new InteractionRows();
    for (int user = 0; user < 100; user++) {
      String name = "u%03d".formatted(user);
      for (int at = 0; at < 5; at++) {
        rows.add(name, "classic" + (user + 3 * at) % 20, 1f, at * 30L * DAY);
        rows.add(name, "fad" + (user + 7 * at) % 40, 1f, (150 + at * 30L) * DAY);
      }
      rows.add(name, "classic" + (user + 16) % 20, 1f, 400 * DAY);
      rows.add(name, "newcomer" + user % 10, 1f, 401 * DAY);
      for (int at = 1; at <= 3; at++) {
        rows.add(name, "newcomer" + (user + at) % 10, 1f, (402 + at) * DAY);
      }
    }
    return rows;
  }

  @Test
  void measuresWhatValidationChoseOnTheTestPart() {
    Trained chosen = (Trained) train(changingFashion(), options("popularity", Settings.NONE, 1));
    Settings lately = Settings.NONE.with("half_life_days", 7);
    Trained better = (Trained) train(changingFashion(), options("popularity", lately, 1));
    assertThat(better.metrics().deciding()).isGreaterThan(chosen.metrics().deciding() + 0.2);
    assertThat(chosen.parameters().get("half_life_days")).isIn("0", "180");
    assertThat(Double.parseDouble(chosen.parameters().getOrDefault("validation.ndcg@20", "")))
        .isGreaterThan(
            Double.parseDouble(better.parameters().getOrDefault("validation.ndcg@20", "")));
    assertThat(chosen.cut()).contains("test: ", "validation");
  }

  @Test
  void takesTheFirstSettingsWhereValidationIsTooSmall() {
    Trained trained = (Trained) train(tooFewToChooseBy(), options("popularity", Settings.NONE, 1));
    assertThat(trained.parameters())
        .containsEntry("half_life_days", "0")
        .containsEntry("search.stopped", "validation too small")
        .doesNotContainKey("validation.ndcg@20")
        .doesNotContainKey("search.tried.001");
    assertThat(trained.cut()).contains("(0 users, too few to choose by)");
  }

  private static InteractionRows tooFewToChooseBy() {
    InteractionRows rows = new InteractionRows();
    for (int user = 0; user < 6; user++) {
      for (int at = 0; at < 3; at++) {
        // The second entry of each would be the validation part.
        float weight = at == 1 ? InteractionMatrix.REFUSED : 1f;
        rows.add("u" + user, "i" + (user + 2 * at) % 7, weight, at * DAY);
      }
    }
    return rows;
  }

  @Test
  void leavesNoSettingUnheardWhereThereIsNothingToChooseBy() {
    TrainingOutcome outcome =
        train(tooFewToChooseBy(), options("auto", SMALL.with("measure", "cosine"), 1));
    assertThat(outcome)
        .isInstanceOfSatisfying(
            TooLittle.class,
            little -> assertThat(little.reason()).contains("auto means ials", "'measure'"));
    assertThat(train(tooFewToChooseBy(), options("auto", SMALL, 1)))
        .isNotInstanceOf(TooLittle.class);
  }

  @Test
  void refusesABetaThatNothingWalksBy() {
    Settings both = Settings.NONE.with("measure", "cosine").with("beta", 0.4);
    for (String algorithm : List.of("neighbours", "auto")) {
      assertThatThrownBy(() -> options(algorithm, both, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("setting beta belongs to measure walk; cosine has none");
    }
    assertThat(options("neighbours", both.with("measure", "walk"), 1).settings())
        .isEqualTo(both.with("measure", "walk"));
  }

  @Test
  void refusesABudgetWithoutAnEnd() {
    for (Duration budget : List.of(Duration.ofSeconds(-1), Duration.ofSeconds(Long.MAX_VALUE))) {
      assertThatThrownBy(() -> new TrainingOptions("ials", SMALL, 42, 1, budget))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("2592000 seconds");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "a0,0,0.000001 to 1000",
    "a0,1e-7,0.000001 to 1000",
    "a0,-1,0.000001 to 1000",
    "a0,NaN,0.000001 to 1000",
    "a0,Infinity,0.000001 to 1000",
    "a0,1001,0.000001 to 1000",
    "a0,much,0.000001 to 1000",
    "lambda,0,0.000001 to 1000",
    "lambda,1e300,0.000001 to 1000",
    "factors,0,1 to 512",
    "factors,2.5,a whole number from 1 to 512",
    "iterations,0,1 to 1000",
    "iterations,1.5,a whole number from 1 to 1000",
    "weights,heavy,typed or equal"
  })
  void refusesSettingsThatMakeNoModel(String name, String value, String allowed) {
    assertThatThrownBy(() -> options("auto", Settings.NONE.with(name, value), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("setting " + name)
        .hasMessageContaining(allowed);
  }
}
