package io.waymark.cli.options;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Which embedded service, of those that are stopped.
public final class DataOption {
  /// As it stands on the command line.
  public static final String NAME = "--data";

  @Option(
      names = NAME,
      paramLabel = "DIR",
      description = "the data folder of an embedded service that is stopped")
  private Optional<Path> folder = Optional.empty();

  public Optional<Path> folder() {
    return folder;
  }
}
