package io.waymark.cli.bench;

import io.waymark.training.InteractionMatrix;
import io.waymark.training.Settings;
import io.waymark.training.Training;
import io.waymark.training.onnx.Rooms;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// What training keeps in memory beside the interactions as they were read: the heap is collected
/// half of the time while it runs, and the most that was found left counts, with what stands beside
/// the heap.
final class MemoryRow implements Row {
  private static final int ROUNDS = 3;
  private static final int ENTRY_BYTES = 8;

  @Override
  public String name() {
    return "training-memory";
  }

  @Override
  public String goal() {
    return "memory in training: ALS ≤ 1.5 × (factors + interactions in compressed rows), EASE ≤ 1.5"
        + " × 4·items² bytes";
  }

  @Override
  public Outcome measure(Setting setting) throws IOException {
    Dataset data = new Sets(setting).movies();
    List<Figure> figures = new ArrayList<>();
    int items = data.matrix().items().size();
    figures.add(
        figure(
            "EASE, %s items".formatted(Numbers.text(items)),
            data.matrix(),
            "ease",
            EaseRow.settings(items),
            4.0 * items * items,
            setting));
    InteractionMatrix tiled = setting.scale().isFull() ? data.tiled(4, 3) : data.matrix();
    for (int factors : new int[] {64, 128}) {
      double needed =
          4.0 * factors * (tiled.users().size() + tiled.items().size())
              + (double) ENTRY_BYTES * tiled.entries().size();
      figures.add(
          figure(
              "ALS f=%d, %s rows".formatted(factors, Numbers.text(tiled.entries().size())),
              tiled,
              "ials",
              AlsRow.settings(factors, setting.scale().times(ROUNDS)),
              needed,
              setting));
    }
    return new Outcome.Measured(
        figures,
        List.of(
            "live bytes, in the heap and in rooms beside it, without the matrix that was read, by"
                + " collecting while it trains; the matrix itself takes 13 bytes a row where weights"
                + " are of at most 256 kinds, otherwise 16, and training reads its columns there"));
  }

  private static Figure figure(
      String what,
      InteractionMatrix matrix,
      String algorithm,
      Settings settings,
      double needed,
      Setting setting)
      throws IOException {
    setting.note("training " + what + " for its memory");
    long before = settled();
    FutureTask<Object> task =
        new FutureTask<>(() -> Training.fitted(matrix, algorithm, settings, 1, setting.threads()));
    Thread thread = Thread.ofPlatform().name("measured-training").start(task);
    long most = before;
    try {
      boolean ended = false;
      while (!ended) {
        long begin = System.nanoTime();
        most = Math.max(most, live());
        // Training has as much of the time as collecting has.
        ended = thread.join(Duration.ofNanos(System.nanoTime() - begin));
      }
      Object model = task.get();
      try {
        most = Math.max(most, live());
      } finally {
        Reference.reachabilityFence(model);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("training was interrupted", e);
    } catch (ExecutionException failed) {
      throw new IOException("training failed: " + failed.getCause(), failed);
    }
    double mega = 1e6;
    return new Figure(
        what,
        Spread.of((most - before) / mega),
        "MB",
        List.of(new Held.Beside("what it must hold", Spread.of(needed / mega), Bound.atMost(1.5))));
  }

  /// What is live when nothing runs: some of what was used before goes with a second collection.
  private static long settled() {
    long least = live();
    for (long again = live(); again < least; again = live()) {
      least = again;
    }
    return least;
  }

  /// What is left in the heap once it was collected, and what stands beside it, in bytes.
  static long live() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    long beside = Rooms.taken();
    for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
      beside += pool.getMemoryUsed();
    }
    return runtime.totalMemory() - runtime.freeMemory() + beside;
  }
}
