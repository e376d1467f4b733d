package io.waymark.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.training.Progress;
import io.waymark.training.Settings;
import io.waymark.training.Training;
import io.waymark.training.TrainingOptions;
import io.waymark.training.TrainingOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;

/// What `./waymark train` finds without any setting, on interactions that it never read, beside
/// engines whose settings were chosen by hand: the best of these, for each figure another one if
/// need be. Each set once, since neither side's lists depend on chance.
final class QualityRow implements Row {
  private static final String RECALL = "recall@20";
  private static final String NDCG = "ndcg@20";
  private static final Bound LEVEL = Bound.atLeast(1);

  /// What a careful user reaches with each.
  private static final List<String> PEERS =
      List.of(
          "pop",
          "bm25",
          "als,f=64,reg=10,alpha=5",
          "als,f=256,reg=10,alpha=10",
          "ease,lam=500,topitems=15000",
          "ials,f=64,a0=0.3,lam=0.01",
          "ials,f=64,a0=0.3,lam=0.005");

  @Override
  public String name() {
    return "quality";
  }

  @Override
  public String goal() {
    return "lists of auto without settings: Recall@20 and NDCG@20 ≥ 1.00 × the best peer on every"
        + " set";
  }

  @Override
  public Outcome measure(Setting setting) throws IOException {
    List<Figure> figures = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (Dataset data : sets(setting)) {
      Timing.Timed<TrainingOutcome> trained = trained(setting, data);
      if (!(trained.result() instanceof TrainingOutcome.Trained model)) {
        throw new IOException("training on " + data.name() + " came to " + trained.result());
      }
      Map<String, Double> ours = data.measured(model.model());
      Map<String, JsonNode> theirs = theirs(setting, data);
      figures.add(figure(data, "Recall@20", RECALL, ours, theirs, setting));
      figures.add(figure(data, "NDCG@20", NDCG, ours, theirs, setting));
      String time = data.name() + ", training, search included, ";
      figures.add(new Figure(time + "wall", Spread.of(trained.wall()), "s", List.of()));
      figures.add(new Figure(time + "CPU", Spread.of(trained.cpu()), "s", List.of()));
      notes.add(
          "%s: %s chosen; search %s"
              .formatted(data.name(), model.algorithm(), stopped(model.parameters())));
    }
    notes.add(
        "peers: "
            + String.join("; ", PEERS)
            + " (of EASE the 15,000 most popular items), chosen with an eye on such holdouts");
    return new Outcome.Measured(figures, notes);
  }

  /// Every set of `--data`, or one that is made up.
  private static List<Dataset> sets(Setting setting) throws IOException {
    if (setting.data().isEmpty()) {
      return List.of(new Sets(setting).movies());
    }
    List<Dataset> sets = new ArrayList<>();
    for (String name : names(setting.data().get())) {
      sets.add(Dataset.read(setting.data().get(), name));
    }
    if (sets.isEmpty()) {
      throw new IOException(setting.data().get() + " has no folder with a training set");
    }
    return sets;
  }

  private static List<String> names(Path root) throws IOException {
    try (Stream<Path> folders = Files.list(root)) {
      return folders
          .filter(folder -> Files.isRegularFile(folder.resolve(Dataset.TRAIN)))
          .sorted(Comparator.comparing(Path::getFileName))
          .map(folder -> folder.getFileName().toString())
          .toList();
    }
  }

  private static Timing.Timed<TrainingOutcome> trained(Setting setting, Dataset data)
      throws IOException {
    setting.note("training on " + data.name() + ", search included");
    TrainingOptions options =
        new TrainingOptions(
            "auto",
            Settings.NONE,
            TrainingOptions.DEFAULT_SEED,
            setting.threads(),
            setting.scale().isFull() ? TrainingOptions.DEFAULT_BUDGET : Duration.ZERO);
    return Timing.seconds(
        () -> new Training(Clock.systemUTC()).run(data.matrix(), options, Progress.NONE));
  }

  /// `complete`, or what ended it before.
  private static String stopped(SortedMap<String, String> parameters) {
    return parameters.getOrDefault("search.stopped", "complete");
  }

  private static Map<String, JsonNode> theirs(Setting setting, Dataset data) throws IOException {
    if (setting.peers().isEmpty()) {
      return Map.of();
    }
    setting.note("training peers on " + data.name());
    return setting
        .peers()
        .get()
        .run(
            "peers_quality.py",
            Sets.variables(setting, data, setting.threads()),
            Stream.concat(Stream.of(data.name()), PEERS.stream()).toArray(String[]::new));
  }

  private static Figure figure(
      Dataset data,
      String what,
      String metric,
      Map<String, Double> ours,
      Map<String, JsonNode> theirs,
      Setting setting)
      throws IOException {
    Held held = new Held.Absent("the best peer", Setting.NO_PEERS, LEVEL);
    double best = 0;
    for (String spec : theirs.isEmpty() ? List.<String>of() : PEERS) {
      double value = Peers.number(theirs, spec + "@T" + setting.threads(), metric);
      if (value > best) {
        best = value;
        held = new Held.Beside(spec.split(",", 2)[0], Spread.of(value), LEVEL);
      }
    }
    return new Figure(
        data.name() + ", " + what, Spread.of(ours.getOrDefault(metric, 0.0)), "", List.of(held));
  }
}
