package io.waymark.embedded.services;

import io.waymark.embedded.StartException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where one embedded installation keeps its data, for one process at a time:
///
///     VERSION       the layout's version; another version's folder is left as it is
///     LOCK          held, with the process id inside, while a process uses the folder
///     postgresql/   dynamodb/   s3/      the stores
///     stream/       the event stream     checkpoints/   how far it and the tables' streams are read
///     queue/        asynchronous events not yet run      failed/   those given up, with payloads
///     usage/        usage lines that are not in s3/ yet
///     keys/         signing keys         logs/           one file each, of this service and functions
///     instance/     configuration for the functions, written at each start
///
/// A temporary folder has the same layout, says in `TEMPORARY` whose it is, and is deleted at the
/// end.
public final class DataFolder implements AutoCloseable {
  private static final String VERSION = "1";

  static final String LOCK = "LOCK";
  static final String POSTGRESQL = "postgresql";

  private final Path root;
  private final boolean temporary;
  private volatile boolean kept;
  private final FileChannel lockFile;
  private final FileLock lock;

  private DataFolder(Path root, boolean temporary, FileChannel lockFile, FileLock lock) {
    this.root = root;
    this.temporary = temporary;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  /// Opens `kept`, creating it if need be, or a temporary folder.
  ///
  /// @throws StartException when it is of another version, in use, or no folder of Waymark's
  public static DataFolder open(Optional<Path> kept) {
    try {
      Path root =
          kept.isPresent()
              ? created(kept.get().toAbsolutePath().normalize())
              : TemporaryFolders.create();
      if (kept.isPresent()) {
        checkVersion(root);
      }
      Path file = root.resolve(LOCK);
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      @Nullable FileLock lock = tryLock(channel);
      if (lock == null) {
        String pid = Files.readString(file).strip();
        channel.close();
        throw new StartException(
            root + " is in use by process " + pid + ": stop it, or choose another folder");
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
      Files.writeString(root.resolve("VERSION"), VERSION + "\n");
      return new DataFolder(root, kept.isEmpty(), channel, lock);
    } catch (IOException refused) {
      throw new StartException(
          "the data folder "
              + kept.map(Path::toString).orElse("(temporary)")
              + " cannot be used: "
              + refused);
    }
  }

  public Path root() {
    return root;
  }

  public boolean isTemporary() {
    return temporary;
  }

  public Path logs() {
    return root.resolve("logs");
  }

  /// Where PostgreSQL keeps its cluster.
  public Path postgresql() {
    return root.resolve(POSTGRESQL);
  }

  /// A folder in it, which need not be there yet.
  public Path folder(String name) {
    return root.resolve(name);
  }

  /// Leaves a temporary folder where it is at the end, for someone to look into its logs.
  public void keep() {
    kept = true;
  }

  @Override
  public void close() throws IOException {
    lock.release();
    lockFile.close();
    if (temporary && kept) {
      TemporaryFolders.keep(root);
    } else if (temporary) {
      TemporaryFolders.delete(root);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException ours) {
      return null;
    }
  }

  private static Path created(Path folder) throws IOException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new StartException(folder + " is a file; the data folder must be a folder");
    }
    return Files.createDirectories(folder);
  }

  private static void checkVersion(Path root) throws IOException {
    Path file = root.resolve("VERSION");
    if (Files.exists(file)) {
      String found = Files.readString(file).strip();
      if (!found.equals(VERSION)) {
        throw new StartException(
            root
                + " holds data of version "
                + found
                + ", this Waymark uses version "
                + VERSION
                + ": start it with the Waymark that made it, or choose another folder");
      }
      return;
    }
    try (Stream<Path> there = Files.list(root)) {
      if (there.anyMatch(each -> !each.endsWith(LOCK))) {
        throw new StartException(
            root + " holds other files and no data of Waymark: choose another folder");
      }
    }
  }
}
