package io.waymark.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// The file a result goes to: written aside and moved, so that it is there whole or not at all.
/// Tried before the work begins. A device, like `/dev/stdout`, is written as it is.
final class OutFile implements AutoCloseable {
  private final Path file;
  private final Path written;
  private final NewFolders folders;
  private boolean published;

  private OutFile(Path file, Path written, NewFolders folders) {
    this.file = file;
    this.written = written;
    this.folders = folders;
  }

  /// @throws UsageException where a folder has that name
  static OutFile prepare(Path asked) throws IOException {
    Path file = asked.toAbsolutePath().normalize();
    Path parent = file.getParent();
    if (parent == null || Files.isDirectory(file)) {
      throw new UsageException("--out " + asked + " is a folder; it must be a file");
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      return new OutFile(file, file, NewFolders.make(parent));
    }
    Path aside = parent.resolve("." + file.getFileName() + "." + ProcessHandle.current().pid());
    try {
      NewFolders folders = NewFolders.make(parent);
      Files.deleteIfExists(aside);
      return new OutFile(file, Files.createFile(aside), folders);
    } catch (IOException e) {
      throw Failures.notWritten(asked, e);
    }
  }

  BufferedWriter writer() throws IOException {
    return Files.newBufferedWriter(written);
  }

  /// Puts what was written in its place.
  void publish() throws IOException {
    if (!written.equals(file)) {
      Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
    }
    published = true;
  }

  @Override
  public void close() throws IOException {
    if (!written.equals(file)) {
      Files.deleteIfExists(written);
    }
    if (!published) {
      folders.remove();
    }
  }
}
