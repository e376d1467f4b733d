package io.waymark.cli.bench;

import io.waymark.embedded.StoppingException;
import io.waymark.localstack.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A folder of one run. It goes with all that is in it, also where a signal ends the process.
final class Scratch implements AutoCloseable {
  /// Of what is still being written while it is deleted there is an end.
  private static final int MOST_TRIES = 100;

  private final Path folder;
  private final Thread atTheEnd = new Thread(this::stop, "remove what was measured with");

  private Scratch(Path folder) {
    this.folder = folder;
  }

  static Scratch create() throws IOException {
    Scratch scratch = new Scratch(Files.createTempDirectory("waymark-bench-"));
    Runtime.getRuntime().addShutdownHook(scratch.atTheEnd);
    return scratch;
  }

  Path folder() {
    return folder;
  }

  /// Whoever works in the folder asks before each piece of work, and where one failed: what a stop
  /// took away is no failure.
  ///
  /// @throws StoppingException where the process is being stopped
  void goOn() {
    try {
      // Takes nothing back; asks whether it still could.
      Runtime.getRuntime().removeShutdownHook(new Thread("nobody"));
    } catch (IllegalStateException ending) {
      throw new StoppingException();
    }
  }

  @Override
  public void close() throws IOException {
    try {
      Runtime.getRuntime().removeShutdownHook(atTheEnd);
    } catch (IllegalStateException _) {
      // The process is ending: the hook deletes it.
      return;
    }
    Trees.delete(folder);
  }

  private void stop() {
    for (int tries = 0; tries < MOST_TRIES && Files.exists(folder); tries++) {
      try {
        Trees.delete(folder);
      } catch (IOException _) {
        // The work has written on meanwhile.
      }
    }
  }
}
