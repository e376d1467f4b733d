package io.waymark.cli.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The folder `failed` of an embedded service's data.
record FolderGivenUpBatches(Path data) implements GivenUpBatches {
  /// Folders of single events of functions, and of lines that no usage could be made of.
  private static final Set<String> OF_OTHERS = Set.of("asynchronous", "usage");

  private Path folder() {
    return data.resolve("failed");
  }

  @Override
  public String command() {
    return "waymark replay --data " + data;
  }

  @Override
  public Stream<String> names() throws IOException {
    Path folder = folder();
    if (!Files.isDirectory(folder)) {
      return Stream.empty();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList()
          .stream();
    }
  }

  @Override
  public boolean isOfAStream(String name) {
    return !OF_OTHERS.contains(Path.of(name).getName(0).toString());
  }

  @Override
  public Optional<GivenUpBatch> find(String name) throws IOException {
    try {
      return GivenUpBatch.read(name, Files.readAllBytes(folder().resolve(name)));
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    }
  }

  @Override
  public void remove(GivenUpBatch batch) throws IOException {
    Files.deleteIfExists(folder().resolve(batch.name()));
  }
}
