package io.waymark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.waymark.model.History;
import io.waymark.model.ItemMask;
import io.waymark.model.OnnxRecommender;
import io.waymark.model.RankedItems;
import io.waymark.model.scan.ScanPlan;
import io.waymark.training.InteractionMatrix.Weighting;
import io.waymark.training.TrainingOutcome.Trained;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AutoTest {
  private static final Settings SMALL = Settings.NONE.with("factors", 8);

  @TempDir Path folder;

  private static Trained train(InteractionMatrix matrix, Settings settings, Duration budget) {
    return (Trained)
        new Training(Clock.systemUTC())
            .run(matrix, new TrainingOptions("auto", settings, 1, 2, budget), Progress.NONE);
  }

  private static InteractionMatrix tastes() {
    return Planted.tastes(200, 80, 4, 15, true).toMatrix();
  }

  private static double figure(String told) {
    return Double.parseDouble(told.substring(told.lastIndexOf('=') + 1));
  }

  @Test
  void choosesTheBestOfAllItTriedAndTellsTheFigures() {
    Trained trained = train(tastes(), SMALL, Duration.ofMinutes(2));
    Collection<String> tried =
        trained.parameters().tailMap("search.tried").values().stream()
            .filter(each -> each.contains(" users: ndcg@20="))
            .toList();
    assertThat(tried).anyMatch(each -> each.startsWith("neighbours"));
    assertThat(tried).anyMatch(each -> each.startsWith("ease"));
    assertThat(tried).anyMatch(each -> each.startsWith("ials"));
    assertThat(tried)
        .filteredOn(each -> each.startsWith("blend of "))
        .hasSizeGreaterThanOrEqualTo(3);
    double best = tried.stream().mapToDouble(AutoTest::figure).max().orElseThrow();
    double chosen = Double.parseDouble(trained.parameters().get("validation.ndcg@20"));
    assertThat(chosen).isCloseTo(best, within(best * Auto.MOST_LOSS + 1e-5));
  }

  private static Auto.Option option(double share, double quality) {
    return new Auto.Option(
        List.of(), share, new Metrics(9, new TreeMap<>(Map.of(Metrics.DECIDING, quality))));
  }

  @Test
  void takesTheMostEvenBlendOfThoseThatAreAboutAsGoodAsTheBest() {
    Auto.Option alone = option(1, 0.2);
    Auto.Option uneven = option(0.75, 0.1998);
    Auto.Option even = option(0.5, 0.1991);
    Auto.Option betterEven = option(0.5, 0.1992);
    Auto.Option worse = option(0.5, 0.1989);
    assertThat(Auto.safest(List.of(alone, uneven, even, betterEven))).isSameAs(betterEven);
    assertThat(Auto.safest(List.of(worse, uneven, alone))).isSameAs(uneven);
    assertThat(Auto.safest(List.of(worse, alone))).isSameAs(alone);
  }

  @Test
  void givesEachAlgorithmTheSettingsItHas() {
    Settings given = SMALL.with("l2", 77).with("measure", "cosine").with("weights", "typed");
    Trained trained = train(tastes(), given, Duration.ofMinutes(2));
    List<String> tried =
        trained.parameters().entrySet().stream()
            .filter(each -> each.getKey().startsWith("search.tried."))
            .map(each -> each.getValue())
            .filter(each -> each.contains("{"))
            .toList();
    assertThat(tried).allMatch(each -> each.contains("weights=typed"));
    assertThat(tried)
        .filteredOn(each -> each.startsWith("ease"))
        .hasSize(1)
        .allMatch(each -> each.contains("l2=77"));
    assertThat(tried)
        .filteredOn(each -> each.startsWith("neighbours"))
        .allMatch(each -> each.contains("cosine"));
    assertThat(trained.parameters()).containsEntry("weights", "typed");
  }

  @Test
  void triesTheSparseFormOfEaseOnlyWhereTheWholeOneCannotLearn() {
    Cuts cuts = Parts.of(Planted.tastes(2_000, 5_000, 10, 10, true).toMatrix(), 1).choosing();
    assertThat(cuts.first().training().items()).hasSizeGreaterThan(Ease.MOST_DENSE);
    Collection<String> without = searched(cuts, SMALL.with("kept", 0));
    assertThat(without).anyMatch(each -> each.startsWith("ease writes whole matrices"));
    assertThat(without).anyMatch(each -> each.startsWith("sparse-ease {"));
    Cuts small = Parts.of(tastes(), 1).choosing();
    assertThat(searched(small, SMALL)).noneMatch(each -> each.startsWith("sparse-ease"));
  }

  private static Collection<String> searched(Cuts cuts, Settings settings) {
    TrainingOptions options = new TrainingOptions("auto", settings, 1, 2, Duration.ofMinutes(2));
    try (Workers workers = new Workers(2)) {
      return new Auto(cuts, options, workers, Clock.systemUTC())
          .choose(Progress.NONE)
          .told()
          .values();
    }
  }

  @Test
  void makesAModelWithoutAnyTimeAndSaysWhatItLeftOut() {
    Trained trained = train(tastes(), SMALL, Duration.ZERO);
    assertThat(trained.algorithm()).isEqualTo("neighbours");
    assertThat(trained.parameters())
        .containsEntry("search.stopped", "left out")
        .containsKey("search.left_out.ease")
        .containsEntry("search.left_out.ials", "time");
  }

  @Test
  void blendsTheBestTwoThoughSearchesTookAllTheTime() {
    Settings given = SMALL.with("measure", "cosine").with("neighbours", 20).with("l2", 50);
    Duration budget = Duration.ofSeconds(10);
    TrainingOptions options = new TrainingOptions("auto", given, 1, 2, budget);
    Ticking clock = new Ticking(budget.dividedBy(5));
    try (Workers workers = new Workers(2)) {
      Choice choice =
          new Auto(Parts.of(tastes(), 1).choosing(), options, workers, clock).choose(Progress.NONE);
      assertThat(clock.instant()).isAfter(Instant.EPOCH.plus(budget));
      assertThat(choice.told()).containsEntry("search.left_out.blend", "time");
      assertThat(choice.told().values())
          .filteredOn(each -> each.startsWith("blend of "))
          .singleElement()
          .asString()
          .contains("0.5");
    }
  }

  /// Each look at it takes as long as a slow fit would.
  private static final class Ticking extends Clock {
    private final AtomicLong looks = new AtomicLong();
    private final Duration each;

    Ticking(Duration each) {
      this.each = each;
    }

    @Override
    public Instant instant() {
      return Instant.EPOCH.plus(each.multipliedBy(looks.getAndIncrement()));
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private static Model fitted(InteractionMatrix matrix, Algorithm algorithm, Settings settings) {
    try (Workers workers = new Workers(2)) {
      Algorithm.Learner learner = algorithm.begin(matrix, settings, 1, workers);
      learner.step();
      learner.step();
      return learner.model();
    }
  }

  private void assertAnswersAlike(InteractionMatrix matrix, Blend blend) throws Exception {
    Path file = folder.resolve("model.onnx");
    ScanPlan plan = blend.graph().write(file);
    GraphCheck.check(file, plan, blend, matrix);
    int count = matrix.items().size();
    float[] scores = new float[count];
    blend.scorer().score(7, scores);
    Csr own = matrix.positives(Weighting.EQUAL);
    int[] items = new int[own.end(7) - own.start(7)];
    float[] weights = new float[items.length];
    for (int at = 0; at < items.length; at++) {
      items[at] = own.column(own.start(7) + at);
      weights[at] = 1;
    }
    try (OnnxRecommender recommender = OnnxRecommender.load(file, count)) {
      RankedItems ranked =
          recommender.recommend(new History(items, weights), ItemMask.all(count), items, 10);
      assertThat(ranked.size()).isEqualTo(10);
      for (int rank = 0; rank < 10; rank++) {
        assertThat((double) ranked.score(rank)).isCloseTo(scores[ranked.item(rank)], within(5e-3));
        assertThat(items).contains(ranked.because(rank));
      }
      assertThat(recommender.recommend(History.EMPTY, ItemMask.all(count), new int[0], 5).size())
          .isZero();
    }
  }

  @Test
  void blendsInOneGraphWhatEachScores() throws Exception {
    InteractionMatrix matrix = tastes();
    Settings equal = Settings.NONE.with("weights", "equal");
    Model ease = fitted(matrix, new Ease(), equal.with("l2", 50));
    Model ials = fitted(matrix, new Ials(), equal.with("factors", 8).with("a0", 0.2));
    Model near = fitted(matrix, new Neighbours(), equal.with("neighbours", 20));
    assertAnswersAlike(matrix, new Blend(ease, 0.25, ials));
    assertAnswersAlike(matrix, new Blend(near, 0.75, ials));
    assertAnswersAlike(matrix, new Blend(near, 0.5, ease));
  }

  /// In a blend, whose deviations it would otherwise change.
  @Test
  void takesWhatSpeaksAgainstAnItemForNothingSaid() throws Exception {
    InteractionMatrix matrix = tastes();
    Model near =
        fitted(
            matrix,
            new Neighbours(),
            Settings.NONE.with("weights", "equal").with("neighbours", 20));
    // As neighbours, and where many are kept, as a whole matrix.
    assertAnswersAlike(matrix, new Blend(ofEitherSign(matrix, 10), 0.75, near));
    assertAnswersAlike(matrix, new Blend(ofEitherSign(matrix, 40), 0.75, near));
  }

  private static Model ofEitherSign(InteractionMatrix matrix, int kept) {
    int items = matrix.items().size();
    try (Workers workers = new Workers(1)) {
      return NeighboursModel.of(
          items,
          kept,
          matrix.positives(Weighting.EQUAL),
          0,
          workers,
          () ->
              (item, room) -> {
                SplittableRandom random = new SplittableRandom(item);
                for (int at = 0; at < items; at++) {
                  room[at] = (float) random.nextDouble(-1, 1);
                }
                return room;
              });
    }
  }

  @Test
  void publishesABlend() throws Exception {
    InteractionMatrix matrix = tastes();
    Settings equal = Settings.NONE.with("weights", "equal");
    Choice.Part ease = new Choice.Part(new Ease(), equal.with("l2", 50).with("kept", 0), 1);
    Choice.Part ials = new Choice.Part(new Ials(), equal.with("factors", 8), 4);
    Choice choice =
        new Choice(
            List.of(ease, ials),
            0.25,
            Fading.NONE,
            java.util.Optional.empty(),
            Choice.told("complete", List.of()));
    try (Workers workers = new Workers(2)) {
      Model model = choice.fitted(matrix, 1, workers, Progress.NONE);
      Metrics none = new Metrics(1, new TreeMap<>());
      Trained trained =
          new Trained(model, choice.name(), choice.parameters(), none, none, "no cut");
      Packages.write(folder, matrix, trained, Content.NONE, Instant.EPOCH);
    }
    assertThat(choice.name()).isEqualTo("ease+ials");
    assertThat(choice.parameters())
        .containsEntry("blend", "ease 0.25, ials 0.75")
        .containsEntry("iterations", "4")
        .containsEntry("weights", "equal");
  }
}
