package io.waymark.cli;

import io.waymark.model.Manifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// The folder a package goes to. Tried before the work begins, so that an hour of it is not lost to
/// a wrong path; written aside and moved, so that it is there whole or not at all; left as it was
/// found unless [#publish] was called, also where a signal ends the process.
final class OutFolder implements AutoCloseable {
  private final Path folder;

  /// Beside the folder; within it where it is there already, which may be another disk.
  private final Path aside;

  private final NewFolders made;
  private final Thread atTheEnd = new Thread(this::abandonAtTheEnd, "remove --out");
  private boolean ended;

  private OutFolder(Path folder, Path aside, NewFolders made) {
    this.folder = folder;
    this.aside = aside;
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
    Path parent =
        there
            ? folder
            : Objects.requireNonNull(
                folder.getParent(), "a folder that is not there has one above it");
    Path aside =
        parent.resolve(".%s.%d".formatted(folder.getFileName(), ProcessHandle.current().pid()));
    try {
      OutFolder out = new OutFolder(folder, aside, NewFolders.make(parent));
      Runtime.getRuntime().addShutdownHook(out.atTheEnd);
      try {
        Files.delete(Files.createFile(Files.createDirectory(aside).resolve(".waymark")));
      } catch (IOException notWritable) {
        out.close();
        throw notWritable;
      }
      return out;
    } catch (IOException notWritable) {
      throw Failures.notWritten(asked, notWritable);
    }
  }

  /// Where to write what will be published.
  Path path() {
    return aside;
  }

  /// Puts what was written in its place.
  synchronized void publish() throws IOException {
    if (ended) {
      throw new IOException("the process was told to end");
    }
    if (Files.isDirectory(folder)) {
      moveEach();
      Files.delete(aside);
    } else {
      Files.move(aside, folder, StandardCopyOption.ATOMIC_MOVE);
    }
    ended = true;
  }

  /// The manifest last: without it the folder is no package.
  private void moveEach() throws IOException {
    List<Path> files = new ArrayList<>(contents(aside));
    files.sort(Comparator.comparing(file -> file.endsWith(Manifest.FILE)));
    List<Path> moved = new ArrayList<>();
    try {
      for (Path file : files) {
        moved.add(Files.move(file, folder.resolve(file.getFileName())));
      }
    } catch (IOException failed) {
      for (Path file : moved) {
        Files.delete(file);
      }
      throw failed;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      Runtime.getRuntime().removeShutdownHook(atTheEnd);
    } catch (IllegalStateException _) {
      // The process is ending: it removes what is left, or has done so.
    }
    abandon();
  }

  private void abandonAtTheEnd() {
    try {
      abandon();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private synchronized void abandon() throws IOException {
    if (ended) {
      return;
    }
    ended = true;
    while (Files.exists(aside)) {
      for (Path file : contents(aside)) {
        Files.deleteIfExists(file);
      }
      try {
        Files.deleteIfExists(aside);
      } catch (DirectoryNotEmptyException _) {
        // The work has written on meanwhile.
      }
    }
    made.remove();
  }

  private static List<Path> contents(Path folder) throws IOException {
    try (Stream<Path> found = Files.list(folder)) {
      return found.toList();
    }
  }
}
