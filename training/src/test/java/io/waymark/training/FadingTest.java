package io.waymark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.waymark.model.History;
import io.waymark.model.ItemMask;
import io.waymark.model.OnnxRecommender;
import io.waymark.model.RankedItems;
import io.waymark.model.scan.ScanPlan;
import io.waymark.training.InteractionMatrix.Weighting;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FadingTest {
  private static final int ITEMS = 80;
  private static final Settings EASE = Settings.NONE.with("weights", "equal").with("l2", 50);

  @TempDir Path folder;

  @Test
  void countsTheNewestWholeAndTheOldestAsTheFloor() {
    float[] shares = new Fading(0.4, 2).shares(50);
    assertThat(shares[49]).isEqualTo(1);
    assertThat((double) shares[47]).isCloseTo(0.4 + 0.6 / Math.E, within(1e-6));
    assertThat((double) shares[0]).isCloseTo(0.4, within(1e-6));
    assertThat(Fading.NONE.shares(3)).containsOnly(1);
    assertThatThrownBy(() -> new Fading(1.1, 5)).isInstanceOf(IllegalArgumentException.class);
  }

  /// Users who choose anything at first and then mostly among the items of their kind.
  private static InteractionMatrix settling(boolean timed) {
    InteractionRows rows = new InteractionRows();
    SplittableRandom random = new SplittableRandom(3);
    for (int user = 0; user < 200; user++) {
      for (int at = 0; at < 24; at++) {
        boolean own = at >= 12 && random.nextInt(10) < 9;
        int item = own ? user % 8 + 8 * random.nextInt(ITEMS / 8) : random.nextInt(ITEMS);
        rows.add(
            "user_%04d".formatted(user),
            "item_%04d".formatted(item),
            1 + item % 3,
            timed ? 1_700_000_000_000L + at * 86_400_000L : InteractionMatrix.NO_TIME);
      }
    }
    return rows.toMatrix();
  }

  private static Choice easeAlone() {
    return new Choice(
        List.of(new Choice.Part(new Ease(), EASE.with("kept", 0), 1)),
        1,
        Fading.NONE,
        Optional.empty(),
        Choice.told("complete", List.of()));
  }

  private static Choice faded(InteractionMatrix matrix, Choice choice, Duration budget) {
    TrainingOptions options = new TrainingOptions("auto", Settings.NONE, 1, 2, budget);
    Instant end = Clock.systemUTC().instant().plus(budget);
    try (Workers workers = new Workers(2)) {
      return new FadingSearch(matrix, options, workers, Clock.systemUTC(), end)
          .faded(choice, Progress.NONE);
    }
  }

  @Test
  void isChosenWhereUsersSettleAndStandsInTheManifest() {
    Choice choice = faded(settling(true), easeAlone(), Duration.ofMinutes(2));
    assertThat(choice.fading().floor()).isLessThan(0.9);
    assertThat(choice.parameters())
        .containsEntry("fading", choice.fading().toString())
        .containsKey("search.fading.001");
  }

  @Test
  void isLeftAloneWithoutTimesOrTime() {
    assertThat(faded(settling(false), easeAlone(), Duration.ofMinutes(2)).fading())
        .isEqualTo(Fading.NONE);
    assertThat(faded(settling(true), easeAlone(), Duration.ZERO).fading()).isEqualTo(Fading.NONE);
  }

  private static Model fitted(InteractionMatrix matrix, Algorithm algorithm, Settings settings) {
    try (Workers workers = new Workers(2)) {
      Algorithm.Learner learner = algorithm.begin(matrix, settings, 1, workers);
      learner.step();
      learner.step();
      return learner.model();
    }
  }

  /// What user 7 did, oldest first.
  private static List<Integer> oldestFirst(InteractionMatrix matrix) {
    List<Integer> entries = new ArrayList<>();
    for (int at = matrix.entries().start(7); at < matrix.entries().end(7); at++) {
      entries.add(at);
    }
    entries.sort(java.util.Comparator.comparingLong(matrix::time));
    return entries;
  }

  private void assertAnswersAlike(Model model, Weighting weighting) throws Exception {
    InteractionMatrix matrix = settling(true);
    FadedModel faded = new FadedModel(model, new Fading(0.2, 3), matrix, weighting);
    Path file = folder.resolve("model.onnx");
    ScanPlan plan = faded.graph().write(file);
    GraphCheck.check(file, plan, faded, matrix);
    float[] scores = new float[ITEMS];
    faded.scorer().score(7, scores);
    List<Integer> entries = oldestFirst(matrix);
    int[] items = entries.stream().mapToInt(matrix.entries()::column).toArray();
    float[] weights = new float[items.length];
    for (int at = 0; at < items.length; at++) {
      weights[at] = matrix.entries().value(entries.get(at));
    }
    try (OnnxRecommender recommender = OnnxRecommender.load(file, ITEMS)) {
      RankedItems ranked =
          recommender.recommend(new History(items, weights), ItemMask.all(ITEMS), items, 10);
      assertThat(ranked.size()).isEqualTo(10);
      double largest = Math.abs(ranked.score(0));
      for (int rank = 0; rank < 10; rank++) {
        assertThat((double) ranked.score(rank))
            .isCloseTo(scores[ranked.item(rank)], within(5e-3 * Math.max(1, largest)));
      }
    }
  }

  @Test
  void isTheSameInTheGraphAsInTheSearch() throws Exception {
    InteractionMatrix matrix = settling(true);
    Settings ials = Settings.NONE.with("factors", 8).with("a0", 0.2);
    Model ease = fitted(matrix, new Ease(), EASE);
    Model equal = fitted(matrix, new Ials(), ials.with("weights", "equal"));
    assertAnswersAlike(ease, Weighting.EQUAL);
    assertAnswersAlike(equal, Weighting.EQUAL);
    assertAnswersAlike(new Blend(ease, 0.25, equal), Weighting.EQUAL);
    assertAnswersAlike(fitted(matrix, new Ials(), ials), Weighting.TYPED);
    assertAnswersAlike(
        fitted(matrix, new Neighbours(), Settings.NONE.with("neighbours", 9)), Weighting.TYPED);
  }

  @Test
  void asksForTheOrderOfAHistory() {
    InteractionMatrix matrix = settling(true);
    Model.Exact exact =
        new FadedModel(
                fitted(matrix, new Ease(), EASE), new Fading(0, 0.01), matrix, Weighting.EQUAL)
            .exact();
    Model.Exact whole = fitted(matrix, new Ease(), EASE).exact();
    assertThat(exact.scores(new int[] {5, 9}, new float[] {1, 1})[20])
        .isCloseTo(whole.scores(new int[] {9}, new float[] {1})[20], within(1e-6));
  }
}
