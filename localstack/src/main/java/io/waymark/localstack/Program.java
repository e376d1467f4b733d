package io.waymark.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A program that is run to its end, with its output in a file.
///
/// @param environment over that of this process; an empty text takes a variable away
public record Program(
    List<String> command, Path folder, Map<String, String> environment, Path log) {
  private static final int SHOWN = 5;

  public Program {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /// Runs it. A stop of this process stops it too.
  ///
  /// @throws LocalStackException with the end of its output, when it fails
  public void run() throws IOException {
    Files.createDirectories(log.toAbsolutePath().getParent());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    apply(environment, builder.environment());
    Process process = builder.start();
    Undo undo = endedOnStop(process);
    try {
      int code = process.waitFor();
      if (code != 0) {
        throw new LocalStackException(
            "%s ended with code %d; all of its output is in %s; the end of it: %s"
                .formatted(command.getFirst(), code, log, endOf(log)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalStackException(command.getFirst() + " was interrupted", e);
    } finally {
      end(process);
      undo.takeBack();
    }
  }

  private static Undo endedOnStop(Process process) {
    try {
      return Undo.onStop("end-of-program", () -> end(process));
    } catch (IllegalStateException stopping) {
      // The stop came before, and would leave it behind.
      end(process);
      throw stopping;
    }
  }

  /// Puts `changes` over `environment`.
  public static void apply(Map<String, String> changes, Map<String, String> environment) {
    changes.forEach(
        (name, value) -> {
          if (value.isEmpty()) {
            environment.remove(name);
          } else {
            environment.put(name, value);
          }
        });
  }

  /// The last lines of a file, as one.
  public static String endOf(Path log) throws IOException {
    List<String> lines =
        Files.readString(log).lines().filter(line -> !line.isBlank()).map(String::strip).toList();
    return String.join(" | ", lines.subList(Math.max(0, lines.size() - SHOWN), lines.size()));
  }

  /// Ends a process with those that it has started.
  static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
