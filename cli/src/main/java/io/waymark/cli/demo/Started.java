package io.waymark.cli.demo;

import io.waymark.embedded.Options;
import io.waymark.embedded.Waymark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The running service, as long as the process is not stopped (^C): then the service ends itself,
/// and the process with it.
final class Started implements AutoCloseable {
  private final Waymark waymark;
  private final boolean kept;

  private Started(Waymark waymark, boolean kept) {
    this.waymark = waymark;
    this.kept = kept;
  }

  static Started start(Options options, boolean kept, Screen screen) {
    screen.step("Start the service");
    List<String> parts = new ArrayList<>();
    Waymark waymark;
    try (Meter meter = screen.terminal() ? screen.meter("starting") : Meter.lines(_ -> {})) {
      waymark =
          Waymark.start(
              options,
              (what, took) -> {
                synchronized (parts) {
                  parts.add(what + " " + Screen.time(took));
                  meter.at(Math.min(1, parts.size() / 8.0), what);
                }
              });
    }
    synchronized (parts) {
      screen.line(String.join(", ", parts));
    }
    screen.line("listens on " + waymark.url());
    screen.done();
    return new Started(waymark, kept);
  }

  Waymark waymark() {
    return waymark;
  }

  boolean stopping() {
    return waymark.stopping();
  }

  /// Returns when the service has been ended, which is what ^C does.
  void stayUp() {
    waymark.awaitEnd();
  }

  /// A folder with the logs that is still there when the service has gone.
  Path lastingLogs() {
    Path logs = waymark.logs();
    if (kept) {
      return logs;
    }
    try (Stream<Path> files = Files.list(logs)) {
      Path copy = Files.createTempDirectory("waymark-logs-");
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
      return copy;
    } catch (IOException e) {
      return logs;
    }
  }

  @Override
  public void close() {
    waymark.close();
  }
}
