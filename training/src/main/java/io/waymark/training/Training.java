package io.waymark.training;

import io.waymark.training.TrainingOutcome.Refused;
import io.waymark.training.TrainingOutcome.TooLarge;
import io.waymark.training.TrainingOutcome.TooLittle;
import io.waymark.training.TrainingOutcome.Trained;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;

/// One training from a matrix to a model: settings chosen on one held-out part, measured and gated
/// on another, and the chosen ones once more on all rows.
public final class Training {
  static final int LEAST_ITEMS = 5;

  /// What `auto` is where there is nothing to choose by.
  private static final Algorithm UNCHOSEN = new Ials();

  private final Clock clock;

  public Training(Clock clock) {
    this.clock = clock;
  }

  /// The number of rows of `matrix` decides the cost; progress is told along the way.
  public TrainingOutcome run(InteractionMatrix matrix, TrainingOptions options, Progress progress) {
    if (matrix.entries().size() == 0) {
      return new TooLittle("there are no interactions to learn from");
    }
    Parts parts = Parts.of(matrix, options.seed());
    if (matrix.items().size() < LEAST_ITEMS || !parts.canMeasure()) {
      return new TooLittle(
          "%d users with enough interactions to measure on and %d items; needed are at least %d users with 3 or more interactions each and %d items"
              .formatted(
                  parts.testing().askedUsers().length,
                  matrix.items().size(),
                  Parts.LEAST_USERS,
                  LEAST_ITEMS));
    }
    Optional<String> unheard = unheard(parts, options);
    if (unheard.isPresent()) {
      return new TooLittle(unheard.orElseThrow());
    }
    Optional<String> refusal =
        Algorithms.named(options.algorithm())
            .flatMap(algorithm -> algorithm.refusal(matrix, options.settings()));
    if (refusal.isPresent()) {
      return new TooLarge(refusal.orElseThrow());
    }
    try (Workers workers = new Workers(options.threads())) {
      return new Run(matrix, parts, options, workers, progress).outcome();
    }
  }

  /// Which setting of another algorithm nobody would hear of: with nothing to choose by, `auto` is
  /// one algorithm.
  private static Optional<String> unheard(Parts parts, TrainingOptions options) {
    if (!options.algorithm().equals(Algorithms.AUTO) || parts.canChoose()) {
      return Optional.empty();
    }
    return options.settings().values().keySet().stream()
        .filter(name -> !UNCHOSEN.settings().contains(name))
        .findFirst()
        .map(
            name ->
                "too few users to choose an algorithm by, so that auto means %s, which has no setting '%s': leave it out, or name the algorithm that has it"
                    .formatted(UNCHOSEN.name(), name));
  }

  /// A model of all rows with the settings given, for whoever measures what learning itself costs:
  /// no search, nothing held out. A setting left out is the first that a search would try.
  ///
  /// @throws IllegalArgumentException where there is no such algorithm, or it has no such setting
  public static Model fitted(
      InteractionMatrix matrix, String algorithm, Settings settings, long seed, int threads) {
    Algorithm named =
        Algorithms.named(algorithm)
            .orElseThrow(() -> new IllegalArgumentException("there is no algorithm " + algorithm));
    named.check(settings);
    Choice choice = Choice.of(named, Search.Found.first(named, matrix, settings));
    try (Workers workers = new Workers(threads)) {
      return choice.fitted(matrix, seed, workers, Progress.NONE);
    }
  }

  /// Vectors of the users and items of a matrix, for those who want embeddings: the model's own
  /// where it has some, else those that implicit ALS learns with its first settings from the same
  /// rows.
  public static Factors vectors(
      InteractionMatrix matrix, Model model, TrainingOptions options, Progress progress) {
    Optional<Factors> own = model.factors();
    if (own.isPresent()) {
      return own.orElseThrow();
    }
    Algorithm als = new Ials();
    Choice choice = Choice.of(als, Search.Found.first(als, matrix, Settings.NONE));
    try (Workers workers = new Workers(options.threads())) {
      return choice.fitted(matrix, options.seed(), workers, progress).factors().orElseThrow();
    }
  }

  private final class Run {
    private final InteractionMatrix matrix;
    private final Parts parts;
    private final TrainingOptions options;
    private final Workers workers;
    private final Progress progress;
    private final Instant end;

    Run(
        InteractionMatrix matrix,
        Parts parts,
        TrainingOptions options,
        Workers workers,
        Progress progress) {
      this.matrix = matrix;
      this.parts = parts;
      this.options = options;
      this.workers = workers;
      this.progress = progress;
      this.end = clock.instant().plus(options.budget());
    }

    TrainingOutcome outcome() {
      progress.at("baseline", 0.02);
      Choice simple = chosen(new Popularity(), Settings.NONE, Progress.NONE);
      Metrics baseline = measured(simple, Progress.NONE);
      Choice choice = chosen((stage, done) -> at(stage, 0.05, 0.55, done));
      Metrics metrics = measured(choice, (stage, done) -> at("measuring", 0.55, 0.75, done));
      boolean personal = !options.algorithm().equals(Popularity.NAME);
      if (personal && !(metrics.deciding() > baseline.deciding())) {
        return new Refused(choice.name(), metrics, baseline);
      }
      Model model =
          choice.fitted(
              matrix,
              options.seed(),
              workers,
              (stage, done) -> at("training on all rows", 0.75, 1, done));
      progress.at("trained", 1);
      SortedMap<String, String> parameters = choice.parameters();
      parameters.put("seed", Long.toString(options.seed()));
      parameters.put("baseline", simple.parts().getFirst().settings().toString());
      return new Trained(model, choice.name(), parameters, metrics, baseline, parts.description());
    }

    /// Among all, where no algorithm was named and there is something to choose by.
    private Choice chosen(Progress searching) {
      Optional<Algorithm> named = Algorithms.named(options.algorithm());
      if (named.isEmpty() && parts.canChoose()) {
        Choice choice = new Auto(parts.choosing(), options, workers, clock).choose(searching);
        return new FadingSearch(parts.testing().training(), options, workers, clock, end)
            .faded(choice, Progress.NONE);
      }
      Algorithm algorithm = named.orElse(UNCHOSEN);
      return chosen(algorithm, options.settings(), searching);
    }

    private void at(String stage, double from, double to, double done) {
      progress.at(stage, from + (to - from) * done);
    }

    private Choice chosen(Algorithm algorithm, Settings fixed, Progress searching) {
      return Choice.of(
          algorithm,
          parts.canChoose()
              ? new Search(algorithm, parts.choosing(), options.seed(), workers, clock, end)
                  .run(fixed, searching)
              : Search.Found.first(algorithm, parts.choosing().first().training(), fixed));
    }

    /// On the part that no choice has seen, by a model of all that lies before it.
    private Metrics measured(Choice choice, Progress fitting) {
      Cut testing = parts.testing();
      Model model = choice.fitted(testing.training(), options.seed(), workers, fitting);
      return Evaluation.of(model, testing, testing.askedUsers(), Metrics.CUTOFFS, workers);
    }
  }
}
