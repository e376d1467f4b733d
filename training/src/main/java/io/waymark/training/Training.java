package io.waymark.training;

import io.waymark.training.Algorithm.Learner;
import io.waymark.training.TrainingOutcome.Refused;
import io.waymark.training.TrainingOutcome.TooLittle;
import io.waymark.training.TrainingOutcome.Trained;
import java.time.Clock;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/// One training from a matrix to a model: cut, search, gate, and the chosen settings once more on
/// all rows.
public final class Training {
  static final int LEAST_ASKED_USERS = 5;
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
    Cut cut = Cut.of(matrix, options.seed());
    if (matrix.items().size() < LEAST_ITEMS || cut.askedUsers().length < LEAST_ASKED_USERS) {
      return new TooLittle(
          "%d users with enough interactions to measure on and %d items; needed are at least %d users with 3 or more interactions each and %d items"
              .formatted(
                  cut.askedUsers().length, matrix.items().size(), LEAST_ASKED_USERS, LEAST_ITEMS));
    }
    try (Workers workers = new Workers(options.threads())) {
      return run(matrix, cut, algorithm, options, workers, progress);
    }
  }

  private TrainingOutcome run(
      InteractionMatrix matrix,
      Cut cut,
      Algorithm algorithm,
      TrainingOptions options,
      Workers workers,
      Progress progress) {
    Instant end = clock.instant().plus(options.budget());
    progress.at("baseline", 0.02);
    Search.Found baseline =
        new Search(new Popularity(), cut, options.seed(), workers, clock, end)
            .run(Settings.NONE, Progress.NONE);
    Search.Found found =
        new Search(algorithm, cut, options.seed(), workers, clock, end)
            .run(options.settings(), (stage, done) -> progress.at(stage, 0.05 + 0.6 * done));
    Metrics metrics = found.metrics();
    boolean personal = !(algorithm instanceof Popularity);
    if (personal && !(metrics.deciding() > baseline.metrics().deciding())) {
      return new Refused(algorithm.name(), metrics, baseline.metrics());
    }
    Learner learner = algorithm.begin(matrix, found.settings(), options.seed(), workers);
    while (learner.round() < found.rounds()) {
      progress.at(
          "training on all rows", 0.65 + 0.35 * learner.round() / Math.max(1, found.rounds()));
      learner.step();
    }
    progress.at("trained", 1);
    SortedMap<String, String> parameters = new TreeMap<>(found.settings().values());
    parameters.put(Ials.ITERATIONS, Integer.toString(found.rounds()));
    parameters.put("seed", Long.toString(options.seed()));
    parameters.put("baseline", baseline.settings().toString());
    parameters.put("search.stopped", found.stopped());
    for (int at = 0; at < found.tried().size(); at++) {
      parameters.put("search.tried.%03d".formatted(at + 1), found.tried().get(at));
    }
    return new Trained(
        learner.model(),
        algorithm.name(),
        parameters,
        metrics,
        baseline.metrics(),
        cut.description());
  }
}
