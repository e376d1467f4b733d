package io.waymark.embedded.services;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A process as a file remembers it. Its id alone may be another's by now, so that when it started
/// is kept too.
record RecordedProcess(long pid, Instant started) {
  /// A clock that is set moves the start of every process.
  private static final Duration SLACK = Duration.ofSeconds(10);

  static RecordedProcess current() {
    ProcessHandle process = ProcessHandle.current();
    return new RecordedProcess(process.pid(), process.info().startInstant().orElse(Instant.EPOCH));
  }

  /// What [#text] wrote; empty where `file` is not there or is not whole.
  static Optional<RecordedProcess> read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(file);
    try {
      return Optional.of(
          new RecordedProcess(
              Long.parseLong(lines.get(0).strip()), Instant.parse(lines.get(1).strip())));
    } catch (RuntimeException torn) {
      return Optional.empty();
    }
  }

  String text() {
    return pid + "\n" + started + "\n";
  }

  /// The process, if it still runs. One whose start the system does not tell is taken for it.
  Optional<ProcessHandle> alive() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(process -> process.info().startInstant().map(this::isMine).orElse(true));
  }

  private boolean isMine(Instant start) {
    return started.equals(Instant.EPOCH)
        || Duration.between(started, start).abs().compareTo(SLACK) <= 0;
  }
}
