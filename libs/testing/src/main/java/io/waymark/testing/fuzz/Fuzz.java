package io.waymark.testing.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/// Runs readers on inputs made from their seeds.
///
/// Properties of the system: `waymark.fuzz.inputs`, how many each reader gets; `waymark.fuzz.seed`
/// for others than usual; `waymark.fuzz.reader`, one alone; `waymark.fuzz.replay`, a file that is
/// read as the only input.
public final class Fuzz {
  static final String READER = "waymark.fuzz.reader";
  private static final String INPUTS = "waymark.fuzz.inputs";
  private static final String SEED = "waymark.fuzz.seed";
  private static final String REPLAY = "waymark.fuzz.replay";

  /// Tells a reader that goes on for ever from a slow machine; no measure of anything.
  private static final long HANGING_SECONDS = 120;

  private Fuzz() {}

  /// A test for each reader.
  ///
  /// @param inputs for each where nobody asks for another number
  public static Stream<DynamicTest> tests(FuzzedReader.All all, int inputs) {
    String wanted = System.getProperty(READER, "");
    return all.readers().stream()
        .filter(reader -> wanted.isEmpty() || reader.name().equals(wanted))
        .map(reader -> DynamicTest.dynamicTest(reader.name(), () -> run(reader, inputs)));
  }

  private static void run(FuzzedReader reader, int inputs) throws IOException {
    String replay = System.getProperty(REPLAY, "");
    if (replay.isEmpty()) {
      System.out.println(run(reader, Long.getLong(SEED, 1), Integer.getInteger(INPUTS, inputs)));
    } else {
      try (Trials trials = new Trials(reader)) {
        System.out.println(reader.name() + ": " + trials.read(Files.readAllBytes(Path.of(replay))));
      }
    }
  }

  /// Gives a reader so many inputs.
  ///
  /// @return how many it took and how many it refused, in words
  /// @throws AssertionError at the first finding; its input is then also in a file
  static String run(FuzzedReader reader, long seed, int inputs) throws IOException {
    Mutations mutations = new Mutations(reader.seeds(), reader.words());
    Map<FuzzedReader.Answer, Integer> answers = new EnumMap<>(FuzzedReader.Answer.class);
    long start = System.nanoTime();
    try (Trials trials = new Trials(reader);
        Worker worker = new Worker()) {
      for (int number = 0; number < inputs; number++) {
        byte[] input = mutations.input(seed, number);
        try {
          answers.merge(worker.read(trials, input), 1, Integer::sum);
        } catch (AssertionError finding) {
          Path file = Files.createTempFile("finding-" + reader.name() + "-", ".bin");
          throw new AssertionError(
              "input %d of seed %d, kept in %s: %s"
                  .formatted(number, seed, Files.write(file, input), finding.getMessage()),
              finding);
        }
      }
    }
    return "fuzzed %s: %d inputs in %.1f s, %s"
        .formatted(reader.name(), inputs, (System.nanoTime() - start) / 1e9, answers);
  }

  /// A thread that reads, of the usual stack, and whose place is known where it never ends.
  private static final class Worker implements AutoCloseable {
    private final AtomicReference<Thread> thread = new AtomicReference<>(Thread.currentThread());
    private final ExecutorService executor =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread made = new Thread(work, "fuzzed reader");
              made.setDaemon(true);
              thread.set(made);
              return made;
            });

    FuzzedReader.Answer read(Trials trials, byte[] input) {
      Future<FuzzedReader.Answer> answer = executor.submit(() -> trials.read(input));
      try {
        return answer.get(HANGING_SECONDS, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        if (e.getCause() instanceof AssertionError finding) {
          throw finding;
        }
        throw trials.finding(input, "fails", e);
      } catch (TimeoutException e) {
        throw trials.finding(input, "hangs at " + Arrays.toString(thread.get().getStackTrace()), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() {
      List<Runnable> _ = executor.shutdownNow();
    }
  }
}
