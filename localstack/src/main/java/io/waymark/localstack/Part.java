package io.waymark.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// One thing that is installed into the cache folder, whole or not at all: its stamp is written
/// when it is done, and says what it was made from. An installation that was cut short goes on with
/// the part that has no stamp.
///
/// @param name for people
/// @param target the folder it fills
/// @param sources files and folders that decide what is in it
/// @param version what else does
public record Part(String name, Path target, List<Path> sources, String version) {
  public Part {
    sources = List.copyOf(sources);
  }

  /// Fills an empty folder.
  @FunctionalInterface
  public interface Installation {
    void into(Path target) throws IOException;
  }

  /// Installs it unless it is there.
  public void ensure(Steps steps, Installation installation) {
    try {
      String stamp = fingerprint();
      if (!isThere(stamp)) {
        steps.run(
            name,
            () -> {
              Files.deleteIfExists(stampFile());
              Trees.delete(target);
              Files.createDirectories(target);
              installation.into(target);
              Files.writeString(stampFile(), stamp);
              return stamp;
            });
      }
    } catch (IOException e) {
      throw new LocalStackException(name + ": " + e, e);
    }
  }

  private boolean isThere(String stamp) throws IOException {
    return Files.isDirectory(target)
        && Files.exists(stampFile())
        && Files.readString(stampFile()).equals(stamp);
  }

  private Path stampFile() {
    return target.resolveSibling(target.getFileName() + ".stamp");
  }

  private String fingerprint() throws IOException {
    MessageDigest sum = sha256();
    sum.update(version.getBytes(StandardCharsets.UTF_8));
    for (Path source : sources) {
      try (Stream<Path> files = Files.walk(source)) {
        files
            .filter(Files::isRegularFile)
            .filter(file -> !file.toString().contains("__pycache__"))
            .sorted()
            .forEach(file -> add(sum, source.relativize(file), file));
      }
    }
    return HexFormat.of().formatHex(sum.digest());
  }

  private static void add(MessageDigest sum, Path name, Path file) {
    try {
      sum.update(name.toString().getBytes(StandardCharsets.UTF_8));
      sum.update(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
