package io.waymark.cli.demo;

import io.waymark.embedded.Options;
import io.waymark.embedded.Waymark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/// The running service, and whether the process is being stopped. ^C ends the service by its own
/// hook; here it only silences what the story would say about a service that goes away.
final class Started implements AutoCloseable {
  private final Waymark waymark;
  private final boolean kept;
  private final CountDownLatch stopping;

  private Started(Waymark waymark, boolean kept, CountDownLatch stopping) {
    this.waymark = waymark;
    this.kept = kept;
    this.stopping = stopping;
  }

  static Started start(Options options, boolean kept, Screen screen) {
    CountDownLatch stopping = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(stopping::countDown, "waymark-stopping"));
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
    return new Started(waymark, kept, stopping);
  }

  Waymark waymark() {
    return waymark;
  }

  boolean stopping() {
    return stopping.getCount() == 0;
  }

  /// Returns when the process is stopped.
  void stayUp() {
    try {
      stopping.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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
