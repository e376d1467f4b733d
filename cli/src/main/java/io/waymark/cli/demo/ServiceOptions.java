package io.waymark.cli.demo;

import io.waymark.embedded.Options;
import io.waymark.embedded.gateway.Gateway;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/// How the service is started, in both commands.
final class ServiceOptions {
  @Option(
      names = "--port",
      paramLabel = "N",
      description = "where the API listens; 0 lets the system choose (default: ${DEFAULT-VALUE})")
  private int port = Options.DEFAULT_PORT;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "the address to listen on (default: ${DEFAULT-VALUE}, this machine only)")
  private String host = Options.DEFAULT_HOST;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "keep the data here between starts (default: gone at the end)")
  private Optional<Path> data = Optional.empty();

  Optional<String> wrong() {
    return port < 0 || port > 65_535
        ? Optional.of("--port must be from 0 to 65535")
        : Optional.empty();
  }

  Options options() {
    return Options.defaults()
        .at(new Gateway.Address(host, port))
        .keeping(data)
        .administeredBy(PlatformAdmins.of(System.getenv()));
  }

  /// Whether the log folder outlives the service.
  boolean keeps() {
    return data.isPresent();
  }
}
