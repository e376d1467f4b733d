package io.waymark.training;

import io.waymark.training.Algorithm.Learner;
import io.waymark.training.TrainingOutcome.Refused;
import io.waymark.training.TrainingOutcome.TooLarge;
import io.waymark.training.TrainingOutcome.TooLittle;
import io.waymark.training.TrainingOutcome.Trained;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// One training from a matrix to a model: settings chosen on one held-out part, measured and gated
/// on another, and the chosen ones once more on all rows.
public final class Training {
  static final int LEAST_ITEMS = 5;

  private final Clock clock;

  public Training(Clock clock) {
    this.clock = clock;
  }

  /// The number of rows of `matrix` decides the cost; progress is told along the way.
  public TrainingOutcome run(InteractionMatrix matrix, TrainingOptions options, Progress progress) {
    Algorithm algorithm = Algorithms.named(options.algorithm()).orElseThrow();
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
    Optional<String> refusal = algorithm.refusal(matrix, options.settings());
    if (refusal.isPresent()) {
      return new TooLarge(refusal.orElseThrow());
    }
    try (Workers workers = new Workers(options.threads())) {
      return new Run(matrix, parts, options, workers, progress).outcome(algorithm);
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

    TrainingOutcome outcome(Algorithm algorithm) {
      progress.at("baseline", 0.02);
      Algorithm popularity = new Popularity();
      Search.Found simple = chosen(popularity, Settings.NONE, Progress.NONE);
      Metrics baseline = measured(popularity, simple, Progress.NONE);
      Search.Found found =
          chosen(algorithm, options.settings(), (stage, done) -> at(stage, 0.05, 0.55, done));
      Metrics metrics =
          measured(algorithm, found, (stage, done) -> at("measuring", 0.55, 0.75, done));
      boolean personal = !(algorithm instanceof Popularity);
      if (personal && !(metrics.deciding() > baseline.deciding())) {
        return new Refused(algorithm.name(), metrics, baseline);
      }
      Model model =
          fitted(
              algorithm, matrix, found, (stage, done) -> at("training on all rows", 0.75, 1, done));
      progress.at("trained", 1);
      return new Trained(
          model,
          algorithm.name(),
          parameters(found, simple),
          metrics,
          baseline,
          parts.description());
    }

    private void at(String stage, double from, double to, double done) {
      progress.at(stage, from + (to - from) * done);
    }

    private Search.Found chosen(Algorithm algorithm, Settings fixed, Progress searching) {
      if (!parts.canChoose()) {
        return Search.Found.first(algorithm, parts.choosing().training(), fixed);
      }
      return new Search(algorithm, parts.choosing(), options.seed(), workers, clock, end)
          .run(fixed, searching);
    }

    /// On the part that no choice has seen, by a model of all that lies before it.
    private Metrics measured(Algorithm algorithm, Search.Found found, Progress fitting) {
      Cut testing = parts.testing();
      Model model = fitted(algorithm, testing.training(), found, fitting);
      return Evaluation.of(model, testing, testing.askedUsers(), Metrics.CUTOFFS, workers);
    }

    private Model fitted(
        Algorithm algorithm, InteractionMatrix rows, Search.Found found, Progress fitting) {
      Learner learner = algorithm.begin(rows, found.settings(), options.seed(), workers);
      while (learner.round() < found.rounds()) {
        fitting.at("training", (double) learner.round() / found.rounds());
        learner.step();
      }
      return learner.model();
    }

    private SortedMap<String, String> parameters(Search.Found found, Search.Found simple) {
      SortedMap<String, String> parameters = new TreeMap<>(found.settings().values());
      parameters.put(Ials.ITERATIONS, Integer.toString(found.rounds()));
      parameters.put("seed", Long.toString(options.seed()));
      parameters.put("baseline", simple.settings().toString());
      parameters.put("search.stopped", found.stopped());
      for (int at = 0; at < found.tried().size(); at++) {
        parameters.put("search.tried.%03d".formatted(at + 1), found.tried().get(at));
      }
      found
          .metrics()
          .ifPresent(
              each ->
                  parameters.put(
                      "validation." + Metrics.DECIDING, Double.toString(each.deciding())));
      return parameters;
    }
  }
}
