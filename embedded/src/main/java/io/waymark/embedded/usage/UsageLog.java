package io.waymark.embedded.usage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// The usage lines that functions wrote and nobody has fetched yet, in files: those of a process
/// that was killed are there after the next start.
public final class UsageLog implements AutoCloseable {
  private static final String OPEN = "open";
  private static final String FULL = ".jsonl";

  private final Path folder;
  private final Path unreadable;
  private Optional<FileChannel> open = Optional.empty();

  /// @param unreadable where files go that cannot be read
  public UsageLog(Path folder, Path unreadable) throws IOException {
    this.folder = folder;
    this.unreadable = unreadable;
    create();
  }

  /// Adds a line, which ends with its line feed; returns once the file has it.
  public synchronized void add(String line) {
    try {
      if (open.isEmpty()) {
        create();
        open =
            Optional.of(
                FileChannel.open(
                    folder.resolve(OPEN), StandardOpenOption.CREATE, StandardOpenOption.APPEND));
      }
      ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        open.get().write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a usage line could not be kept", e);
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
