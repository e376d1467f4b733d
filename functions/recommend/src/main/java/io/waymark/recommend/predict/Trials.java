package io.waymark.recommend.predict;

import ai.onnxruntime.OrtEnvironment;
import io.waymark.model.ModelPackage;
import io.waymark.model.OnnxPredictor;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Loads and runs a stranger's graph in a process of its own ([Trial]) before this one loads it: a
/// graph can ask for any memory and any time, and ONNX Runtime has no bound for either while it
/// loads one. That process has none of this one's environment, so no credentials either; where
/// there is a shell, its address space, files and processor time are bounded; and it is ended when
/// its time is over. One runs at a time.
///
/// It runs as the same user: it is no sandbox against a flaw in ONNX Runtime itself.
final class Trials {
  private static final Logger LOG = LoggerFactory.getLogger(Trials.class);

  private static final Path SHELL = Path.of("/bin/sh");

  /// On Linux there is no trial without the bound; other systems may know none.
  private static final String BOUNDED =
      "ulimit -v \"$0\" || [ ! -r /proc/self/status ] || exit 77;"
          + " ulimit -f \"$1\"; ulimit -t \"$2\"; ulimit -c 0; shift 2; exec \"$@\"";

  /// What a JVM with ONNX Runtime reserves before it has loaded anything, far more than it uses.
  private static final long OWN_ADDRESSES = 768L << 20;

  /// Of each file, in blocks of 512 bytes: 64 MiB. ONNX Runtime unpacks a library of 27 MiB.
  private static final long FILE_BLOCKS = (64L << 20) / 512;

  /// Processor time beyond the trial's own: several threads use it at once. It only ends a process
  /// whose parent was killed.
  private static final Duration PROCESSOR_MARGIN = Duration.ofSeconds(15);

  /// How often it is looked whether the process is ready.
  private static final Duration POLL = Duration.ofMillis(10);

  /// For the trials of others; with an own one after it, below API Gateway's 29 s.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final int MOST_BYTES_READ = 64 << 10;
  private static final int MOST_CHARACTERS = 2_000;
  private static final Pattern BYTES = Pattern.compile("[0-9]{1,18}");

  private final Semaphore turn = new Semaphore(1, true);
  private final Bounds bounds;

  /// What a graph may take.
  ///
  /// @param bytes of its file, and of all constants it asks for
  /// @param memory beyond that of a process without it, while it is loaded and run
  /// @param run how long it may run once
  /// @param start how long the process may take until it is ready for the graph
  /// @param whole how long the whole trial may take from then on
  record Bounds(long bytes, long memory, Duration run, Duration start, Duration whole) {}

  Trials(Bounds bounds) {
    this.bounds = bounds;
  }

  /// What became of a graph.
  sealed interface Outcome {
    /// It may be loaded here.
    ///
    /// @param memory bytes that it took at most; 0 where the system does not count them
    record Passed(long memory) implements Outcome {}

    /// It must not be loaded here.
    ///
    /// @param reason in words for whoever made the model
    record Refused(String reason) implements Outcome {}

    /// It was not tried: the trials of others took too long.
    record Busy() implements Outcome {}

    /// It was not tried: the process for it did not come up, which says nothing of the graph.
    record Untried() implements Outcome {}
  }

  /// Tries a graph of any tensors.
  Outcome ofPredictor(Path model) throws IOException {
    return of(new Tried(model, Trial.NO_ITEMS));
  }

  /// Tries a graph that recommends some of so many items.
  Outcome ofRecommender(Path model, int items) throws IOException {
    return of(new Tried(model, items));
  }

  /// @param items of a recommender, else [Trial#NO_ITEMS]
  private record Tried(Path model, int items) {}

  private Outcome of(Tried model) throws IOException {
    try {
      if (!turn.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return new Outcome.Busy();
      }
      try {
        return tried(model);
      } finally {
        turn.release();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return new Outcome.Busy();
    }
  }

  private Outcome tried(Tried model) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("waymark-trial");
    try {
      String nonce = UUID.randomUUID().toString();
      Path output = folder.resolve("output");
      ProcessBuilder builder =
          new ProcessBuilder(command(model, folder, nonce))
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().clear();
      // Each arena of glibc reserves 64 MiB of addresses.
      builder.environment().put("MALLOC_ARENA_MAX", "2");
      Process process = builder.start();
      try {
        process.getOutputStream().close();
        return outcome(process, folder, nonce, output);
      } finally {
        process.destroyForcibly().waitFor();
      }
    } finally {
      Folders.delete(folder);
    }
  }

  private Outcome outcome(Process process, Path folder, String nonce, Path output)
      throws IOException, InterruptedException {
    if (!becomesReady(process, folder.resolve(Trial.READY), nonce)) {
      LOG.error(
          "no model can be tried, the process for it did not come up ({}): {}",
          process.isAlive() ? "still starting" : "status " + process.exitValue(),
          printed(output));
      return new Outcome.Untried();
    }
    if (!process.waitFor(bounds.whole().toMillis(), TimeUnit.MILLISECONDS)) {
      return new Outcome.Refused(
          "%s: was not loaded and run within %d ms"
              .formatted(ModelPackage.MODEL, bounds.whole().toMillis()));
    }
    int status = process.exitValue();
    Optional<Outcome> verdict =
        status == 0
            ? verdict(head(folder.resolve(Trial.VERDICT), StandardCharsets.UTF_8), nonce)
            : Optional.empty();
    return verdict.orElseGet(() -> ended(status, printed(output)));
  }

  private boolean becomesReady(Process process, Path mark, String nonce)
      throws InterruptedException {
    long begun = System.nanoTime();
    while (!head(mark, StandardCharsets.UTF_8).equals(nonce)) {
      if (System.nanoTime() - begun >= bounds.start().toNanos()) {
        return false;
      }
      if (process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
        return head(mark, StandardCharsets.UTF_8).equals(nonce);
      }
    }
    return true;
  }

  /// What the process wrote down; empty where that is no verdict of this trial.
  private Optional<Outcome> verdict(String written, String nonce) {
    String refused = nonce + Trial.REFUSED;
    if (written.startsWith(refused)) {
      return Optional.of(new Outcome.Refused(cut(written.substring(refused.length()))));
    }
    String took = nonce + Trial.TOOK;
    return Optional.of(written)
        .filter(text -> text.startsWith(took))
        .map(text -> text.substring(took.length()))
        .filter(BYTES.asMatchPredicate())
        .map(bytes -> measured(Long.parseLong(bytes)));
  }

  private Outcome ended(int status, String printed) {
    LOG.warn("the trial of a model ended with status {}: {}", status, printed);
    return new Outcome.Refused(
        ("%s: ended the process that tried it (status %d); it asks for more than %d bytes of memory"
                + " or for what ONNX Runtime cannot do")
            .formatted(ModelPackage.MODEL, status, bounds.memory()));
  }

  /// For the log only: names in it are the graph's.
  private static String printed(Path output) {
    return cut(head(output, StandardCharsets.ISO_8859_1));
  }

  private static String cut(String text) {
    return text.substring(0, Math.min(text.length(), MOST_CHARACTERS));
  }

  /// How a file of the process begins; empty where there is none.
  private static String head(Path file, Charset charset) {
    try (InputStream bytes = Files.newInputStream(file)) {
      return new String(bytes.readNBytes(MOST_BYTES_READ), charset);
    } catch (NoSuchFileException none) {
      return "";
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private Outcome measured(long memory) {
    return memory <= bounds.memory()
        ? new Outcome.Passed(memory)
        : new Outcome.Refused(
            "%s: took %d bytes of memory to be loaded and run, more than %d"
                .formatted(ModelPackage.MODEL, memory, bounds.memory()));
  }

  private List<String> command(Tried model, Path folder, String nonce) {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(SHELL)) {
      long kibibytes = (OWN_ADDRESSES + bounds.memory()) >> 10;
      command.addAll(List.of(SHELL.toString(), "-c", BOUNDED, Long.toString(kibibytes)));
      command.add(Long.toString(FILE_BLOCKS));
      command.add(
          Long.toString(bounds.start().plus(bounds.whole()).plus(PROCESSOR_MARGIN).toSeconds()));
    }
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-Xss512k",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:ReservedCodeCacheSize=32m",
            "-XX:CompressedClassSpaceSize=32m",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-UsePerfData",
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.io.tmpdir=" + folder,
            "-cp",
            classPath(),
            Trial.class.getName(),
            model.model().toString(),
            Long.toString(bounds.bytes()),
            Long.toString(bounds.run().toMillis()),
            folder.toString(),
            nonce,
            Integer.toString(model.items())));
    return command;
  }

  /// Where the classes of a trial are, whoever loaded them here.
  private static String classPath() {
    return Stream.of(Trial.class, OnnxPredictor.class, OrtEnvironment.class)
        .map(Trials::place)
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String place(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
