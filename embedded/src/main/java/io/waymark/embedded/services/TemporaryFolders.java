package io.waymark.embedded.services;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The data folders that live as long as their process. Each says in a file `TEMPORARY` which
/// process that is; of a process that was killed the next start ends the PostgreSQL and deletes the
/// folder. A folder without that file is never touched.
public final class TemporaryFolders {
  private static final Logger LOG = LoggerFactory.getLogger(TemporaryFolders.class);
  private static final String PREFIX = "waymark-";
  private static final String MARKER = "TEMPORARY";

  private TemporaryFolders() {}

  /// Where new ones are made.
  public static Path place() {
    return Path.of(System.getProperty("java.io.tmpdir"));
  }

  static Path create() throws IOException {
    Path folder = Files.createTempDirectory(place(), PREFIX);
    Files.writeString(folder.resolve(MARKER), RecordedProcess.current().text());
    return folder;
  }

  /// Makes a folder one that is never swept, for someone to look into.
  static void keep(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve(MARKER));
  }

  /// Ends and deletes what processes that are gone have left in `place`.
  public static void sweep(Path place) {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(place, PREFIX + "*")) {
      for (Path each : folders) {
        sweepOne(each);
      }
    } catch (IOException | RuntimeException unreadable) {
      LOG.warn("what an earlier start left in {} stays: {}", place, unreadable.toString());
    }
  }

  private static void sweepOne(Path folder) {
    try {
      if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) || !isAbandoned(folder)) {
        return;
      }
      // Of a process that this one cannot see, in a container beside it, the lock is held.
      try (FileChannel channel =
              FileChannel.open(
                  folder.resolve(DataFolder.LOCK),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          @Nullable FileLock lock = channel.tryLock()) {
        if (lock != null && isAbandoned(folder)) {
          LOG.info("deleting {}, left by a process that was killed", folder);
          Postgres.endOrphan(folder.resolve(DataFolder.POSTGRESQL));
          delete(folder);
        }
      }
    } catch (IOException | RuntimeException stays) {
      LOG.info("{}, left by an earlier start, stays: {}", folder, stays.toString());
    }
  }

  private static boolean isAbandoned(Path folder) throws IOException {
    Optional<RecordedProcess> owner = RecordedProcess.read(folder.resolve(MARKER));
    return owner.isPresent() && owner.get().alive().isEmpty();
  }

  /// Deletes a folder, the marker last: what a kill leaves of it is swept by the next start.
  static void delete(Path root) {
    Path marker = root.resolve(MARKER);
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              if (!file.equals(marker)) {
                Files.deleteIfExists(file);
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failed)
                throws IOException {
              if (folder.equals(root)) {
                Files.deleteIfExists(marker);
              }
              Files.deleteIfExists(folder);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException left) {
      LOG.info("the temporary folder {} was not deleted whole: {}", root, left.toString());
    }
  }
}
