package io.waymark.edge;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.function.Supplier;

/// A file with a key, of an installation that keeps its keys in a folder: readable by its owner
/// alone, there whole or not at all. Of several processes that start at once, one makes it and the
/// others read what that made.
public final class KeyFile {
  private KeyFile() {}

  /// The random bytes that `file` has; made where it is missing.
  ///
  /// @throws IOException where it cannot be read or made, or has another number of bytes
  public static byte[] random(Path file, int bytes) throws IOException {
    byte[] key =
        readOrMake(
            file,
            () -> {
              byte[] made = new byte[bytes];
              new SecureRandom().nextBytes(made);
              return made;
            });
    if (key.length != bytes) {
      throw new IOException(
          "%s has %d bytes where a key has %d: restore it from a backup; without the file, another key is made"
              .formatted(file, key.length, bytes));
    }
    return key;
  }

  /// What `file` has; `content` where it is missing.
  public static byte[] readOrMake(Path file, Supplier<byte[]> content) throws IOException {
    if (!Files.exists(file)) {
      make(file, content.get());
    }
    return Files.readAllBytes(file);
  }

  private static void make(Path file, byte[] content) throws IOException {
    Path folder = Objects.requireNonNull(file.getParent(), "it is in a folder");
    Files.createDirectories(folder);
    // Of the owner alone where the file system knows owners.
    Path draft = Files.createTempFile(folder, ".key", ".new");
    try {
      Files.write(draft, content);
      try (FileChannel written = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        written.force(true);
      }
      place(draft, file);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static void place(Path draft, Path file) throws IOException {
    try {
      Path _ = Files.createLink(file, draft); // unlike a move, it fails where the file has appeared
    } catch (FileAlreadyExistsException another) {
      // Another process was first: its key is the one to read.
    } catch (FileSystemException | UnsupportedOperationException noLinks) {
      Path _ = Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
