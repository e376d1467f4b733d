package io.waymark.embedded.usage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/// The usage lines that functions wrote and nobody has fetched yet, in files: those of a process
/// that was killed are there after the next start.
public final class UsageLog implements AutoCloseable {
  private static final String OPEN = "open";
  private static final String FULL = ".jsonl";

  private final Path folder;
  private final Path unreadable;
  private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
  private Optional<FileChannel> open = Optional.empty();

  /// @param unreadable where files go that cannot be read
  public UsageLog(Path folder, Path unreadable) throws IOException {
    this.folder = folder;
    this.unreadable = unreadable;
    create();
  }

  /// A line on its way to the file. What is said of it is guarded by the log's lock.
  private static final class Waiting {
    final byte[] bytes;
    boolean tried;
    Optional<IOException> failure = Optional.empty();

    Waiting(String line) {
      this.bytes = line.getBytes(StandardCharsets.UTF_8);
    }
  }

  /// Adds a line, which ends with its line feed; returns once the file has it. Whoever comes first
  /// writes what others have brought meanwhile, too.
  public void add(String line) {
    Waiting own = new Waiting(line);
    waiting.add(own);
    synchronized (this) {
      if (!own.tried) {
        writeWaiting();
      }
      if (own.failure.isPresent()) {
        throw new UncheckedIOException("a usage line could not be kept", own.failure.get());
      }
    }
  }

  private void writeWaiting() {
    List<Waiting> lines = new ArrayList<>();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
      lines.add(next);
      all.writeBytes(next.bytes);
    }
    Optional<IOException> failure = Optional.empty();
    try {
      write(ByteBuffer.wrap(all.toByteArray()));
    } catch (IOException e) {
      failure = Optional.of(e);
    }
    for (Waiting line : lines) {
      line.tried = true;
      line.failure = failure;
    }
  }

  private void write(ByteBuffer bytes) throws IOException {
    if (open.isEmpty()) {
      create();
      open =
          Optional.of(
              FileChannel.open(
                  folder.resolve(OPEN), StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }
    while (bytes.hasRemaining()) {
      open.get().write(bytes);
    }
  }

  /// Files to which nothing is added any more, oldest first; whoever has delivered one deletes it.
  synchronized List<Path> files() throws IOException {
    close();
    create();
    Path last = folder.resolve(OPEN);
    if (Files.exists(last)) {
      Files.move(last, folder.resolve(System.currentTimeMillis() + "-" + UUID.randomUUID() + FULL));
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.toString().endsWith(FULL)).sorted().toList();
    }
  }

  /// Somebody may have removed it since.
  private void create() throws IOException {
    Path _ = Files.createDirectories(folder);
  }

  /// Puts a file away that cannot be read, with the reason beside it.
  void setAside(Path file, String reason) throws IOException {
    Path to = Files.createDirectories(unreadable).resolve(file.getFileName());
    Files.writeString(to.resolveSibling(file.getFileName() + ".reason"), reason + "\n");
    Files.move(file, to);
  }

  @Override
  public synchronized void close() throws IOException {
    if (open.isPresent()) {
      open.get().close();
      open = Optional.empty();
    }
  }
}
