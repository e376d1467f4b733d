package io.waymark.cli.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Clocks, and who takes a turn when.
final class Timing {
  private static final double MILLIS = 1e6;
  private static final double SECONDS = 1e9;
  private static final int LEAST_CALLS = 5;
  private static final int MOST_CALLS = 100_000;

  private Timing() {}

  /// One contender's round.
  @FunctionalInterface
  interface Turn {
    /// Named figures of one round.
    Map<String, Double> take() throws IOException;
  }

  /// Lets all take turns, one round after the other, so that what else the machine does meets all
  /// of them.
  static Map<String, Spread> rounds(int rounds, List<Turn> turns) throws IOException {
    Map<String, List<Double>> all = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      for (Turn turn : turns) {
        turn.take()
            .forEach((name, value) -> all.computeIfAbsent(name, _ -> new ArrayList<>()).add(value));
      }
    }
    Map<String, Spread> spreads = new LinkedHashMap<>();
    all.forEach((name, values) -> spreads.put(name, Spread.of(values)));
    return spreads;
  }

  /// The middle of the times of many calls, in milliseconds. A fifth of the time goes before, for
  /// the compiler.
  static double p50(Runnable call, Duration patience) {
    return quantile(times(call, patience), 0.5);
  }

  /// Rising, in milliseconds.
  static double[] times(Runnable call, Duration patience) {
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < patience.toNanos() / 5) {
      call.run();
    }
    List<Long> nanos = new ArrayList<>();
    begin = System.nanoTime();
    while (nanos.size() < LEAST_CALLS
        || (nanos.size() < MOST_CALLS && System.nanoTime() - begin < patience.toNanos())) {
      long before = System.nanoTime();
      call.run();
      nanos.add(System.nanoTime() - before);
    }
    return nanos.stream().mapToDouble(each -> each / MILLIS).sorted().toArray();
  }

  static double quantile(double[] rising, double share) {
    return rising[Math.min(rising.length - 1, (int) (rising.length * share))];
  }

  /// Work that takes seconds.
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  /// What work came to, and what it took of the clock and of all processors, in seconds.
  record Timed<T>(T result, double wall, double cpu) {}

  static <T> Timed<T> seconds(Work<T> work) throws IOException {
    long begin = System.nanoTime();
    double before = cpuSeconds();
    T result = work.run();
    return new Timed<>(
        result, (System.nanoTime() - begin) / SECONDS, Math.max(0, cpuSeconds() - before));
  }

  /// Of this process: computing, compiling and collecting.
  private static double cpuSeconds() {
    return ProcessHandle.current()
            .info()
            .totalCpuDuration()
            .orElseThrow(() -> new IllegalStateException("this system counts no processor time"))
            .toNanos()
        / SECONDS;
  }
}
