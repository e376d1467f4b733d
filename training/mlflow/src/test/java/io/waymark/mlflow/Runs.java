package io.waymark.mlflow;

import io.waymark.model.Manifest;
import io.waymark.model.ModelName;
import io.waymark.model.ModelPackage;
import io.waymark.model.ModelVersion;
import io.waymark.tenancy.TenantId;
import io.waymark.training.FinishedRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Trainings that ended.
record Runs(Path root) {
  static final FinishedRun.Owner SHOP =
      new FinishedRun.Owner(new TenantId("acme"), new ModelName("shoes"));
  static final Instant BEGUN = Instant.parse("2026-01-02T03:04:05Z");
  static final Instant ENDED = BEGUN.plusSeconds(60);
  static final ModelVersion VERSION = ModelVersion.at(ENDED, 7);

  FinishedRun published(Optional<FinishedRun.Owner> owner, Map<String, String> parameters) {
    try {
      Path folder = Files.createTempDirectory(root, "package");
      Files.write(folder.resolve(ModelPackage.MODEL), "graph".getBytes(StandardCharsets.UTF_8));
      Manifest.About about =
          new Manifest.About(
              Manifest.PREDICTOR,
              "ials",
              new TreeMap<>(parameters),
              new TreeMap<>(Map.of("ndcg@20", 0.5, "recall@20", 0.75)),
              new TreeMap<>(Map.of("ndcg@20", 0.25)),
              new Manifest.Training(100, 10, 5, "00ff", "the newest of each user"));
      Manifest manifest = ModelPackage.write(folder, about, VERSION, ENDED, List.of());
      return new FinishedRun(
          owner,
          VERSION.value(),
          BEGUN,
          ENDED,
          new FinishedRun.Result.Published(manifest, folder, Optional.empty()));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  FinishedRun refused() {
    return new FinishedRun(
        Optional.empty(),
        "2026-01-02T03:04:05Z",
        BEGUN,
        ENDED,
        new FinishedRun.Result.Refused(
            "ials",
            new TreeMap<>(Map.of("ndcg@20", 0.125)),
            new TreeMap<>(Map.of("ndcg@20", 0.25)),
            "00ff",
            "ials did not beat popularity"));
  }

  static Path folder(FinishedRun run) {
    return switch (run.result()) {
      case FinishedRun.Result.Published published -> published.folder();
      case FinishedRun.Result.Refused _ -> throw new IllegalArgumentException("has no folder");
    };
  }
}
