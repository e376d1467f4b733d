package io.waymark.cli;

import io.waymark.cli.spark.SparkJob;
import io.waymark.mlflow.MlflowRunLog;
import io.waymark.model.Manifest;
import io.waymark.model.catalogue.Catalogue;
import io.waymark.training.Algorithms;
import io.waymark.training.CatalogueFiles;
import io.waymark.training.Content;
import io.waymark.training.ContentTraining;
import io.waymark.training.FinishedRun;
import io.waymark.training.InteractionFiles;
import io.waymark.training.InteractionMatrix;
import io.waymark.training.InteractionRows;
import io.waymark.training.Metrics;
import io.waymark.training.Packages;
import io.waymark.training.PassedOver;
import io.waymark.training.Settings;
import io.waymark.training.Training;
import io.waymark.training.TrainingOptions;
import io.waymark.training.TrainingOutcome;
import io.waymark.training.VectorTraining;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Trains a model package from a file of interactions.
@Command(
    name = "train",
    description = "Trains a model package from interactions (Parquet, CSV, JSONL; .gz, .zst).",
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
  /// More than any machine has processors; each takes memory of its own.
  private static final int MOST_THREADS = 1024;

  private static final Duration LOGGING = Duration.ofMinutes(5);

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Option(
      names = "--interactions",
      required = true,
      description = "a file as it would be uploaded: user_id, item_id and more")
  private Path interactions = Path.of("");

  @Option(
      names = "--items",
      description = "the catalogue; its attributes rank the items that nobody chose yet")
  private Optional<Path> items = Optional.empty();

  @Option(names = "--out", required = true, description = "folder of the package; new or empty")
  private Path out = Path.of("");

  @Option(
      names = "--algorithm",
      defaultValue = Algorithms.AUTO,
      description =
          "auto (the best, or a blend of two), ials, ease, sparse-ease, neighbours, bm25,"
              + " popularity")
  private String algorithm = Algorithms.AUTO;

  @Option(
      names = "--engine",
      paramLabel = "E",
      defaultValue = "own",
      description = "own, or spark: implicit ALS by Spark MLlib on this machine; downloads it once")
  private Engine engine = Engine.OWN;

  @Option(
      names = "--vectors",
      paramLabel = "DIR",
      description = "makes a model of what the command spark, or its job, learned")
  private Optional<Path> vectors = Optional.empty();

  @Option(names = "--seed", description = "default: " + TrainingOptions.DEFAULT_SEED)
  private Optional<Long> seed = Optional.empty();

  @Option(names = "--threads", description = "default: all processors")
  private Optional<Integer> threads = Optional.empty();

  @Option(
      names = "--set",
      paramLabel = "name=value",
      description = "a setting of the algorithm, or budget_seconds of the search")
  private Map<String, String> set = new LinkedHashMap<>();

  @Option(names = "--json", description = "one JSON object on standard output")
  private boolean json;

  /// What learns.
  enum Engine {
    OWN,
    SPARK
  }

  private final Map<String, String> environment;
  private final Clock clock = Clock.systemUTC();

  TrainCommand() {
    this(System.getenv());
  }

  /// Trains and, where the environment names an MLflow server, tells it.
  ///
  /// @param environment may name a server, and who we are there
  TrainCommand(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Integer call() throws IOException {
    long start = System.nanoTime();
    Instant begun = clock.instant();
    try (OutFolder folder = OutFolder.prepare(out);
        Learning learning = learning();
        ConsoleProgress progress = new ConsoleProgress(spec.commandLine().getErr())) {
      progress.at("reading", 0);
      InteractionRows rows =
          new InteractionFiles(Clock.systemUTC()).rows(interactions, learning::see);
      if (rows.read() == 0) {
        throw Failures.about(interactions, "has no row that counts: " + rows.passedOver());
      }
      InteractionMatrix matrix = rows.toMatrix();
      note(rows);
      Catalogue catalogue = catalogue();
      TrainingOutcome outcome = learning.learn(matrix, progress);
      return switch (outcome) {
        case TrainingOutcome.Trained trained ->
            publish(folder, matrix, trained, content(matrix, catalogue), start, begun);
        case TrainingOutcome.Refused refused -> {
          int exit = refuse(refused, start);
          log(begun, begun.toString(), FinishedRun.Result.Refused.of(refused, matrix));
          yield exit;
        }
        case TrainingOutcome.TooLittle little -> {
          note(interactions + ": " + little.reason());
          yield Main.FAILED;
        }
        case TrainingOutcome.TooLarge large -> {
          note(interactions + ": " + large.reason());
          yield Main.FAILED;
        }
      };
    }
  }

  /// Where the model comes from.
  private Learning learning() throws IOException {
    if (engine == Engine.OWN && vectors.isEmpty()) {
      TrainingOptions options = options();
      return (matrix, progress) -> new Training(Clock.systemUTC()).run(matrix, options, progress);
    }
    if (!algorithm.equals(Algorithms.AUTO)) {
      throw new UsageException("--algorithm is for the engine own; Spark learns implicit ALS");
    }
    if (vectors.isPresent()) {
      if (engine == Engine.SPARK || !set.isEmpty() || seed.isPresent()) {
        throw new UsageException(
            "with --vectors everything is learned: no --engine, no --set, no --seed");
      }
      Path folder = vectors.orElseThrow();
      return (matrix, progress) -> VectorTraining.run(matrix, folder, processors(), progress);
    }
    int processors = processors();
    return new SparkLearning(SparkJob.here(spec.commandLine().getErr()), seed(), set, processors);
  }

  private long seed() {
    return seed.orElse(TrainingOptions.DEFAULT_SEED);
  }

  private int processors() {
    int given = threads.orElse(1);
    if (given < 1 || given > MOST_THREADS) {
      throw new UsageException("--threads must be from 1 to " + MOST_THREADS);
    }
    return threads.orElse(Runtime.getRuntime().availableProcessors());
  }

  private TrainingOptions options() {
    if (!Algorithms.has(algorithm)) {
      throw new UsageException(
          "--algorithm %s is not there; there are %s and %s"
              .formatted(algorithm, Algorithms.AUTO, String.join(", ", Algorithms.names())));
    }
    Map<String, String> settings = new LinkedHashMap<>(set);
    Duration budget =
        Optional.ofNullable(settings.remove("budget_seconds"))
            .map(TrainCommand::budget)
            .orElse(TrainingOptions.DEFAULT_BUDGET);
    try {
      return new TrainingOptions(
          algorithm, new Settings(new java.util.TreeMap<>(settings)), seed(), processors(), budget);
    } catch (IllegalArgumentException wrong) {
      throw new UsageException(String.valueOf(wrong.getMessage()));
    }
  }

  private static Duration budget(String text) {
    try {
      Duration budget = Duration.ofSeconds(Long.parseLong(text));
      if (!budget.isNegative() && budget.compareTo(TrainingOptions.LONGEST_BUDGET) <= 0) {
        return budget;
      }
    } catch (NumberFormatException noNumber) {
      // The same mistake as a number out of range.
    }
    throw new UsageException(
        "budget_seconds must be a whole number from 0 to %d, not '%s'"
            .formatted(TrainingOptions.LONGEST_BUDGET.toSeconds(), text));
  }

  private void note(InteractionRows rows) {
    if (rows.passedOver().rows() > 0) {
      note(interactions + ": " + rows.passedOver());
    }
  }

  /// Read before anything is trained, so that a mistake in it costs no time.
  private Catalogue catalogue() throws IOException {
    if (items.isEmpty()) {
      return Catalogue.EMPTY;
    }
    PassedOver passedOver = new PassedOver();
    Catalogue catalogue = CatalogueFiles.read(items.orElseThrow(), passedOver);
    if (passedOver.rows() > 0) {
      note(items.orElseThrow() + ": " + passedOver);
    }
    return catalogue;
  }

  private Content content(InteractionMatrix matrix, Catalogue catalogue) {
    Content content = ContentTraining.learn(matrix, catalogue, seed());
    Set<String> known = Set.copyOf(matrix.items());
    long unchosen =
        catalogue.items().stream().filter(item -> !known.contains(item.id().value())).count();
    if (unchosen > 0) {
      note(
          "%d items of the catalogue have no interactions; the model leaves them out, by their attributes: %s"
              .formatted(unchosen, content.described()));
    }
    return content;
  }

  private int publish(
      OutFolder folder,
      InteractionMatrix matrix,
      TrainingOutcome.Trained trained,
      Content content,
      long start,
      Instant begun)
      throws IOException {
    Manifest manifest;
    try {
      manifest =
          Packages.write(folder.path(), matrix, trained, content, Clock.systemUTC().instant());
      folder.publish();
    } catch (IOException e) {
      throw Failures.notWritten(out, e);
    }
    report(
        manifest.version().value(),
        trained.algorithm(),
        trained.metrics(),
        trained.baseline(),
        start);
    log(
        begun,
        manifest.version().value(),
        new FinishedRun.Result.Published(manifest, out, Optional.empty()));
    return Main.DONE;
  }

  /// The package is there whatever becomes of this.
  private void log(Instant begun, String name, FinishedRun.Result result) {
    FinishedRun run = new FinishedRun(Optional.empty(), name, begun, clock.instant(), result);
    String told = MlflowRunLog.of(environment).log(run, LOGGING).told();
    if (!told.isEmpty()) {
      note(told);
    }
  }

  private int refuse(TrainingOutcome.Refused refused, long start) throws IOException {
    if (json) {
      report("", refused.algorithm(), refused.metrics(), refused.baseline(), start);
    }
    note(refused.reason());
    return Main.REFUSED;
  }

  private void report(String version, String name, Metrics metrics, Metrics baseline, long start)
      throws IOException {
    double seconds = Math.round((System.nanoTime() - start) / 1e8) / 10.0;
    PrintWriter to = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> all = new LinkedHashMap<>();
      if (!version.isEmpty()) {
        all.put("version", version);
      }
      all.put("algorithm", name);
      all.put("metrics", metrics.byName());
      all.put("baseline", baseline.byName());
      all.put("seconds", seconds);
      Reporter.print(to, all);
      return;
    }
    to.println("model %s (%s) in %.1f s: %s".formatted(version, name, seconds, out));
    to.println("held out (%d users)  model    popularity".formatted(metrics.users()));
    for (String metric : List.of("recall@20", "ndcg@20", "hr@20", "ndcg@100")) {
      to.println("%-19s  %.4f   %.4f".formatted(metric, metrics.get(metric), baseline.get(metric)));
    }
    to.flush();
  }

  private void note(String text) {
    Main.complain(spec.commandLine(), text);
  }
}
