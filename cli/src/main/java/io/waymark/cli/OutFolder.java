package io.waymark.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The folder a package goes to: made and tried before the work begins, so that an hour of it is
/// not lost to a wrong path, and left as it was found unless [#keep] was called.
final class OutFolder implements AutoCloseable {
  private final Path folder;
  private final NewFolders made;
  private boolean kept;

  private OutFolder(Path folder, NewFolders made) {
    this.folder = folder;
    this.made = made;
  }

  /// @throws UsageException where something stands there already
  static OutFolder prepare(Path asked) throws IOException {
    Path folder = asked.toAbsolutePath().normalize();
    boolean there = Files.exists(folder);
    if (there && !Files.isDirectory(folder)) {
      throw new UsageException("--out " + asked + " is a file; it must be a new or empty folder");
    }
    if (there && !contents(folder).isEmpty()) {
      throw new UsageException("--out " + asked + " is not empty");
    }
    try {
      OutFolder out = new OutFolder(folder, NewFolders.make(folder));
      try {
        Files.delete(Files.createFile(folder.resolve(".waymark")));
      } catch (IOException notWritable) {
        out.close();
        throw notWritable;
      }
      return out;
    } catch (IOException notWritable) {
      throw Failures.notWritten(asked, notWritable);
    }
  }

  Path path() {
    return folder;
  }

  void keep() {
    kept = true;
  }

  @Override
  public void close() throws IOException {
    if (kept) {
      return;
    }
    for (Path file : contents(folder)) {
      Files.delete(file);
    }
    made.remove();
  }

  private static List<Path> contents(Path folder) throws IOException {
    try (Stream<Path> found = Files.list(folder)) {
      return found.toList();
    }
  }
}
