package io.waymark.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.model.OnnxRecommender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Lists for many users: the engine answers one after the other on each thread, from the history;
/// peers multiply batches of users' vectors with all items'.
final class BatchesRow implements Row {
  private static final int ITEMS = 100_000;
  private static final int THREADS = 2;
  private static final double SECOND = 1e9;
  private static final String ONNX_RUNTIME = "ONNX Runtime fp32";
  private static final String IMPLICIT = "implicit";

  @Override
  public String name() {
    return "batches";
  }

  @Override
  public String goal() {
    return "batches, 100k items, 2 threads: ≥ 1.2 × ONNX Runtime fp32, ≥ 2 × implicit";
  }

  @Override
  public Outcome measure(Setting setting) throws IOException {
    int items = setting.scale().of(ITEMS);
    Path graph = Files.createTempFile(setting.folder(), "batches", ".onnx");
    MadeVectors.of(items, 64, 1).write(graph);
    try (OnnxRecommender recommender = OnnxRecommender.load(graph, items)) {
      List<Timing.Turn> turns = new ArrayList<>();
      turns.add(() -> Map.of("users", usersASecond(recommender, setting.scale().patience())));
      setting.peers().ifPresent(peers -> turns.add(() -> theirs(peers, items)));
      Map<String, Spread> measured = Timing.rounds(setting.rounds(), turns);
      Spread ours = measured.get("users");
      if (ours == null) {
        throw new IllegalStateException("nobody was answered");
      }
      return new Outcome.Measured(
          List.of(
              new Figure(
                  "%,d items, %d threads, fold-in of 50 events".formatted(items, THREADS),
                  ours,
                  "users/s",
                  List.of(
                      Held.to(measured, ONNX_RUNTIME, Bound.atLeast(1.2)),
                      Held.to(measured, IMPLICIT, Bound.atLeast(2))))),
          List.of("the engine folds each user in and gives reasons, one call a user"));
    } finally {
      Files.deleteIfExists(graph);
    }
  }

  static double usersASecond(OnnxRecommender recommender, Duration patience) throws IOException {
    List<FutureTask<Long>> tasks = new ArrayList<>();
    long begin = System.nanoTime();
    for (int thread = 0; thread < THREADS; thread++) {
      FutureTask<Long> task =
          new FutureTask<>(
              () -> {
                OneUserRow.Asked asked = new OneUserRow.Asked(recommender, recommender.items());
                long answered = 0;
                while (answered == 0 || System.nanoTime() - begin < patience.toNanos()) {
                  asked.run();
                  answered++;
                }
                return answered;
              });
      tasks.add(task);
      Thread.ofPlatform().name("measured-", thread).start(task);
    }
    long answered = 0;
    try {
      for (FutureTask<Long> task : tasks) {
        answered += task.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("asking was interrupted", e);
    } catch (ExecutionException failed) {
      throw new IOException("asking failed: " + failed.getCause(), failed);
    }
    return answered / ((System.nanoTime() - begin) / SECOND);
  }

  private static Map<String, Double> theirs(Peers peers, int items) throws IOException {
    String size = Integer.toString(items);
    Map<String, JsonNode> runtime = peers.run("peers_serving.py", Map.of(), "ort", size, "2");
    Map<String, JsonNode> implicit = peers.run("peers_serving.py", Map.of(), "implicit", size, "2");
    String end = "/N=" + size + "/T=2";
    return Map.of(
        ONNX_RUNTIME, Peers.number(runtime, "ort/batch32_fp32_users_per_s" + end, "value"),
        IMPLICIT, Peers.number(implicit, "implicit/batch256_users_per_s" + end, "value"));
  }
}
