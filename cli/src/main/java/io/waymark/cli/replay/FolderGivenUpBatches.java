package io.waymark.cli.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The folder `failed` of an embedded service's data.
record FolderGivenUpBatches(Path folder) implements GivenUpBatches {
  @Override
  public List<GivenUpBatch> list() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<GivenUpBatch> batches = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        GivenUpBatch.read(folder.relativize(file).toString(), Files.readAllBytes(file))
            .ifPresent(batches::add);
      }
    }
    return List.copyOf(batches);
  }

  @Override
  public void remove(GivenUpBatch batch) throws IOException {
    Files.deleteIfExists(folder.resolve(batch.name()));
  }
}
