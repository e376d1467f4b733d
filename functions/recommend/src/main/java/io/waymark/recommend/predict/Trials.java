package io.waymark.recommend.predict;

import ai.onnxruntime.OrtEnvironment;
import io.waymark.model.ModelPackage;
import io.waymark.model.OnnxPredictor;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Loads and runs a stranger's graph in a process of its own ([Trial]) before this one loads it: a
/// graph can ask for any memory and any time, and ONNX Runtime has no bound for either while it
/// loads one. That process has none of this one's environment, so no credentials either; where
/// there is a shell, its address space is bounded; and it is ended when its time is over. One runs
/// at a time.
final class Trials {
  private static final Logger LOG = LoggerFactory.getLogger(Trials.class);

  private static final Path SHELL = Path.of("/bin/sh");

  /// On Linux there is no trial without the bound; other systems may know none.
  private static final String BOUNDED =
      "ulimit -v \"$0\" || [ ! -r /proc/self/status ] || exit 77; ulimit -c 0; exec \"$@\"";

  /// What a JVM with ONNX Runtime reserves before it has loaded anything, far more than it uses.
  private static final long OWN_ADDRESSES = 768L << 20;

  /// For the trials of others; with an own one after it, below API Gateway's 29 s.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final int LOGGED_CHARACTERS = 2_000;

  private final Semaphore turn = new Semaphore(1, true);
  private final Bounds bounds;

  /// What a graph may take.
  ///
  /// @param bytes of its file, and of all constants it asks for
  /// @param memory beyond that of a process without it, while it is loaded and run
  /// @param run how long it may run once
  /// @param whole how long the whole trial may take
  record Bounds(long bytes, long memory, Duration run, Duration whole) {}

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
  }

  /// Tries a graph.
  Outcome of(Path model) throws IOException {
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

  private Outcome tried(Path model) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("waymark-trial");
    try {
      Path output = folder.resolve("output");
      ProcessBuilder builder =
          new ProcessBuilder(command(model, folder))
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().clear();
      // Each arena of glibc reserves 64 MiB of addresses.
      builder.environment().put("MALLOC_ARENA_MAX", "2");
      Process process = builder.start();
      try {
        process.getOutputStream().close();
        return process.waitFor(bounds.whole().toMillis(), TimeUnit.MILLISECONDS)
            ? outcome(process.exitValue(), Files.readString(output))
            : new Outcome.Refused(
                "%s: was not loaded and run within %d ms"
                    .formatted(ModelPackage.MODEL, bounds.whole().toMillis()));
      } finally {
        process.destroyForcibly().waitFor();
      }
    } finally {
      Folders.delete(folder);
    }
  }

  private Outcome outcome(int status, String output) {
    if (status == 0) {
      for (String line : output.lines().toList()) {
        if (line.startsWith(Trial.REFUSED)) {
          return new Outcome.Refused(line.substring(Trial.REFUSED.length()));
        }
        if (line.startsWith(Trial.TOOK)) {
          return measured(Long.parseLong(line.substring(Trial.TOOK.length())));
        }
      }
    }
    LOG.warn(
        "the trial of a model ended with status {}: {}",
        status,
        output.substring(0, Math.min(output.length(), LOGGED_CHARACTERS)));
    return new Outcome.Refused(
        ("%s: ended the process that tried it (status %d); it asks for more than %d bytes of memory"
                + " or for what ONNX Runtime cannot do")
            .formatted(ModelPackage.MODEL, status, bounds.memory()));
  }

  private Outcome measured(long memory) {
    return memory <= bounds.memory()
        ? new Outcome.Passed(memory)
        : new Outcome.Refused(
            "%s: took %d bytes of memory to be loaded and run, more than %d"
                .formatted(ModelPackage.MODEL, memory, bounds.memory()));
  }

  private List<String> command(Path model, Path folder) {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(SHELL)) {
      long kibibytes = (OWN_ADDRESSES + bounds.memory()) >> 10;
      command.addAll(List.of(SHELL.toString(), "-c", BOUNDED, Long.toString(kibibytes)));
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
            model.toString(),
            Long.toString(bounds.bytes()),
            Long.toString(bounds.run().toMillis())));
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
