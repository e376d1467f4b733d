package io.waymark.cli;

import io.waymark.cli.spark.SparkJob;
import io.waymark.interactions.Interaction;
import io.waymark.training.AcceptedFile;
import io.waymark.training.InteractionMatrix;
import io.waymark.training.Progress;
import io.waymark.training.TrainingOutcome;
import io.waymark.training.VectorTraining;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Learning by Spark in a process beside this one. What passes between the two is a folder, which
/// goes when this is closed.
final class SparkLearning implements Learning {
  private final SparkJob job;
  private final long seed;
  private final Map<String, String> settings;
  private final int threads;
  private final Path folder;
  private final AcceptedFile accepted;

  SparkLearning(SparkJob job, long seed, Map<String, String> settings, int threads)
      throws IOException {
    this.job = job;
    this.seed = seed;
    this.settings = Map.copyOf(settings);
    this.threads = threads;
    this.folder = Files.createTempDirectory("waymark-vectors-");
    this.accepted = new AcceptedFile(file());
  }

  private Path file() {
    return folder.resolve("accepted.parquet");
  }

  @Override
  public void see(Interaction interaction) {
    accepted.add(interaction);
  }

  @Override
  public TrainingOutcome learn(InteractionMatrix matrix, Progress progress) throws IOException {
    accepted.close();
    Optional<TrainingOutcome.TooLittle> obstacle = VectorTraining.obstacle(matrix, seed);
    if (obstacle.isPresent()) {
      return obstacle.orElseThrow();
    }
    progress.at("Spark", 0.05);
    Path vectors = folder.resolve("vectors");
    try {
      job.run(file(), vectors, seed, settings, threads);
    } catch (IllegalArgumentException wrong) {
      throw new UsageException(String.valueOf(wrong.getMessage()));
    }
    return VectorTraining.run(matrix, vectors, threads, progress);
  }

  @Override
  public void close() throws IOException {
    accepted.discard();
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(folder)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : deepestFirst) {
      Files.deleteIfExists(each);
    }
  }
}
