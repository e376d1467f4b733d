package io.waymark.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.model.Recommender;
import io.waymark.model.scan.ScanPlan;
import io.waymark.model.scan.ScanRecommender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Lists for many users, from the history, in batches; peers multiply batches of users' vectors
/// with all items'.
final class BatchesRow implements Row {
  private static final int ITEMS = 100_000;
  private static final int THREADS = 2;
  private static final int TOGETHER = 32;
  private static final double SECOND = 1e9;
  private static final String ONNX_RUNTIME = "ONNX Runtime fp32";
  private static final String ONNX_RUNTIME_INT8 = "ONNX Runtime int8";
  private static final String IMPLICIT = "implicit";

  @Override
  public String name() {
    return "batches";
  }

  @Override
  public String goal() {
    return "batches, 100k items, 2 threads: ≥ 1.2 × ONNX Runtime fp32, ≥ 2 × implicit; stretch"
        + " ≥ 1.0 × ONNX Runtime int8";
  }

  @Override
  public Outcome measure(Setting setting) throws IOException {
    int items = setting.scale().of(ITEMS);
    Path graph = Files.createTempFile(setting.folder(), "batches", ".onnx");
    ScanPlan plan = MadeVectors.of(items, 64, 1).write(graph);
    try (Recommender recommender = ScanRecommender.load(graph, plan, items)) {
      recommender.pack(failed -> setting.note("products could not be packed: " + failed));
      List<Timing.Turn> turns = new ArrayList<>();
      Duration patience = setting.scale().patience();
      // As with single calls a fifth of the time goes before, for the compiler.
      usersASecond(recommender, patience.dividedBy(5));
      turns.add(() -> Map.of("users", usersASecond(recommender, patience)));
      setting.peers().ifPresent(peers -> turns.add(() -> theirs(peers, items)));
      Map<String, Spread> measured = Timing.rounds(setting.rounds(), turns);
      return new Outcome.Measured(
          List.of(
              new Figure(
                  "%s items, %d threads, fold-in of %d events"
                      .formatted(Numbers.text(items), THREADS, Asked.EVENTS),
                  Spread.of(measured, "users"),
                  "users/s",
                  List.of(
                      Held.to(measured, ONNX_RUNTIME, Bound.atLeast(1.2)),
                      Held.to(measured, IMPLICIT, Bound.atLeast(2)),
                      Held.to(measured, ONNX_RUNTIME_INT8, Bound.atLeast(1))))),
          List.of(
              "the engine folds each user in and gives reasons, %d users a call"
                  .formatted(TOGETHER)));
    } finally {
      Files.deleteIfExists(graph);
    }
  }

  private static double usersASecond(Recommender recommender, Duration patience)
      throws IOException {
    long begin = System.nanoTime();
    long answered = 0;
    List<Future<Long>> asking = new ArrayList<>();
    // Its end waits for all that ask: nobody may free the graph under one of them.
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      for (int thread = 0; thread < THREADS; thread++) {
        asking.add(
            threads.submit(
                () -> {
                  Asked asked = new Asked(recommender);
                  long answers = 0;
                  while (answers == 0 || System.nanoTime() - begin < patience.toNanos()) {
                    answers += asked.ask(TOGETHER).size();
                  }
                  return answers;
                }));
      }
      for (Future<Long> each : asking) {
        answered += each.get();
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
        ONNX_RUNTIME_INT8, Peers.number(runtime, "ort/batch32_int8_users_per_s" + end, "value"),
        IMPLICIT, Peers.number(implicit, "implicit/batch256_users_per_s" + end, "value"));
  }
}
