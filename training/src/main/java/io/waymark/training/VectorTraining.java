package io.waymark.training;

import io.waymark.training.TrainingOutcome.Refused;
import io.waymark.training.TrainingOutcome.TooLittle;
import io.waymark.training.TrainingOutcome.Trained;
import io.waymark.training.onnx.FoldIn;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.IntStream;

/// What a training is, where the vectors come from another process: that one chose settings and
/// learned; here a model of its vectors is measured and gated as every other, on what it left out.
/// Users' vectors are not taken but solved for, as the model's graph will do.
public final class VectorTraining {
  /// In manifests.
  public static final String NAME = "spark-als";

  private static final String ALPHA = "alpha";
  private static final List<String> NEEDED =
      List.of(Ials.FACTORS, ALPHA, Ials.LAMBDA, Weights.NAME);
  private static final long SEED = TrainingOptions.DEFAULT_SEED;
  private static final int CHUNK = 64;

  private VectorTraining() {}

  /// Why nothing can be learned from a matrix, before another process is bothered with it.
  public static Optional<TooLittle> obstacle(InteractionMatrix matrix, long seed) {
    return matrix.items().size() >= Training.LEAST_ITEMS && Parts.of(matrix, seed).canMeasure()
        ? Optional.empty()
        : Optional.of(tooLittle());
  }

  private static TooLittle tooLittle() {
    return new TooLittle(
        "needed are at least %d users with 3 or more interactions each and %d items"
            .formatted(Parts.LEAST_USERS, Training.LEAST_ITEMS));
  }

  /// Measures the vectors in `folder`, and makes a model of them.
  ///
  /// @param matrix of the interactions that they were learned from
  /// @throws UnreadableFileException where the folder is none of those that the job writes, or its
  ///   vectors were learned from other interactions
  public static TrainingOutcome run(
      InteractionMatrix matrix, Path folder, int threads, Progress progress) throws IOException {
    progress.at("measuring", 0.5);
    LearnedVectors learned = LearnedVectors.in(folder, matrix);
    for (String name : NEEDED) {
      String _ = learned.text(name);
    }
    Settings settings = new Settings(learned.told());
    int width = settings.whole(Ials.FACTORS, 0, 1, 512);
    Cut cut = learned.cut();
    int[] asked = cut.askedUsers();
    if (asked.length < Parts.LEAST_USERS) {
      return tooLittle();
    }
    try (Workers workers = new Workers(threads)) {
      Choice simple = popularity(cut.training(), workers);
      Metrics baseline =
          Evaluation.of(
              simple.fitted(cut.training(), SEED, workers, Progress.NONE),
              cut,
              asked,
              Metrics.CUTOFFS,
              workers);
      Metrics metrics =
          Evaluation.of(
              model(cut.training(), learned.measured(width), settings, workers),
              cut,
              asked,
              Metrics.CUTOFFS,
              workers);
      if (!(metrics.deciding() > baseline.deciding())) {
        return new Refused(NAME, metrics, baseline);
      }
      progress.at("packaging", 0.75);
      Model model = model(matrix, learned.items(width), settings, workers);
      progress.at("trained", 1);
      SortedMap<String, String> parameters = learned.told();
      parameters.put("baseline", simple.parts().getFirst().settings().toString());
      return new Trained(
          model,
          NAME,
          parameters,
          metrics,
          baseline,
          "test: %s (%d users); validation, of the rest: %s"
              .formatted(cut.description(), asked.length, learned.text("validation")));
    }
  }

  /// As good as it gets on a part of its own: it is quick, and asks for no time.
  private static Choice popularity(InteractionMatrix matrix, Workers workers) {
    Algorithm popularity = new Popularity();
    Cuts cuts = Cuts.of(matrix, ~SEED, 2);
    return Choice.of(
        popularity,
        cuts.first().askedUsers().length < Parts.LEAST_USERS
            ? Search.Found.first(popularity, matrix, Settings.NONE)
            : new Search(
                    popularity,
                    cuts,
                    SEED,
                    workers,
                    Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
                    Instant.MAX)
                .run(Settings.NONE, Progress.NONE));
  }

  private static Model model(
      InteractionMatrix matrix, float[] items, Settings settings, Workers workers) {
    double alpha = settings.number(ALPHA, 0, 1e-6, 1e6);
    FoldIn equations =
        new FoldIn(
            FoldIn.Loss.MISSING_AS_ZERO,
            (float) (1 / alpha),
            (float) (settings.number(Ials.LAMBDA, 0, 1e-6, 1e6) / alpha),
            Weights.scale(matrix, settings),
            Weights.heaviest(matrix, settings));
    int width = items.length / matrix.items().size();
    float[] users =
        users(
            matrix.positives(Weights.weighting(settings)),
            Factors.of(width, new float[0], items),
            equations,
            workers);
    return new IalsModel(Factors.of(width, users, items), equations);
  }

  /// @param positives with weights that are scaled already
  static float[] users(Csr positives, Factors items, FoldIn equations, Workers workers) {
    int width = items.width();
    float[] users = new float[positives.rowCount() * width];
    FoldIn scaled =
        new FoldIn(equations.loss(), equations.a0(), equations.lambda(), 1, equations.heaviest());
    ExactFoldIn exact = new ExactFoldIn(items, scaled);
    workers.each(
        (positives.rowCount() + CHUNK - 1) / CHUNK,
        () ->
            chunk -> {
              int end = Math.min(positives.rowCount(), (chunk + 1) * CHUNK);
              for (int user = chunk * CHUNK; user < end; user++) {
                int from = positives.start(user);
                int to = positives.end(user);
                if (from < to) {
                  double[] vector =
                      exact.user(
                          IntStream.range(from, to).map(positives::column).toArray(),
                          positives.values(from, to));
                  for (int at = 0; at < width; at++) {
                    users[user * width + at] = (float) vector[at];
                  }
                }
              }
            });
    return users;
  }
}
