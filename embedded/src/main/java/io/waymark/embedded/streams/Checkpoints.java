package io.waymark.embedded.streams;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/// How far each shard of each mapping is settled, one small file each. A checkpoint that is lost
/// means redelivery, never loss.
public final class Checkpoints {
  private final Path folder;

  public Checkpoints(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  Optional<String> of(String mapping, String shard) throws IOException {
    Path file = file(mapping, shard);
    return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
  }

  void save(String mapping, String shard, String sequence) throws IOException {
    Path file = file(mapping, shard);
    Path next = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(next, sequence + "\n");
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private Path file(String mapping, String shard) {
    return folder.resolve(mapping + "." + shard);
  }
}
