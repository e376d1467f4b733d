package io.waymark.cli.bench;

import io.waymark.model.Manifest;
import io.waymark.model.ModelPackage;
import io.waymark.model.ModelVersion;
import io.waymark.model.Recommender;
import io.waymark.model.scan.Recommenders;
import io.waymark.tenancy.ItemId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// A package from a local folder to a model that answers: sums verified, graph looked through, ids
/// read, session made.
final class LoadRow implements Row {
  private static final int ITEMS = 100_000;
  private static final int WIDTH = 64;
  private static final double MILLIS = 1000;

  @Override
  public String name() {
    return "model-load";
  }

  @Override
  public String goal() {
    return "model load, 100k × 64 from a local file: ≤ 300 ms (stretch 100)";
  }

  @Override
  public Outcome measure(Setting setting) throws IOException {
    int items = setting.scale().of(ITEMS);
    Path folder = write(Files.createTempDirectory(setting.folder(), "load"), items);
    load(folder);
    Map<String, Spread> measured =
        Timing.rounds(
            setting.rounds(),
            List.of(() -> Map.of("load", Timing.seconds(() -> load(folder)).wall() * MILLIS)));
    return new Outcome.Measured(
        List.of(
            new Figure(
                "%s items of %d numbers".formatted(Numbers.text(items), WIDTH),
                Spread.of(measured, "load"),
                "ms",
                List.of(new Held.Fixed(Bound.atMost(300).stretched(100))))),
        List.of("the file lies in the system's cache"));
  }

  static Path write(Path folder, int items) throws IOException {
    MadeVectors.of(items, WIDTH, 1).write(folder.resolve(ModelPackage.MODEL)).write(folder);
    Instant now = Instant.EPOCH;
    ModelPackage.write(
        folder,
        new Manifest.About(
            Manifest.RECOMMENDER,
            "ials",
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            new Manifest.Training(items, items, items, "0".repeat(64), "none")),
        ModelVersion.at(now, 1),
        now,
        IntStream.range(0, items).mapToObj(item -> new ItemId("item_" + item)).toList());
    return folder;
  }

  /// How many items the loaded model answers with.
  static int load(Path folder) throws IOException {
    ModelPackage files = ModelPackage.read(folder, ModelPackage.Limits.DEFAULT);
    try (Recommender recommender = Recommenders.load(files)) {
      return new Asked(recommender).ask().size();
    }
  }
}
