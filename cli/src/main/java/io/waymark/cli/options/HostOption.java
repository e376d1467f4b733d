package io.waymark.cli.options;

import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// Which service, of those that run. Its credential is of the environment, so that no secret stands
/// in a list of processes: see [io.waymark.cli.demo.RemoteApi].
public final class HostOption {
  /// As it stands on the command line.
  public static final String NAME = "--host";

  @Option(
      names = NAME,
      paramLabel = "URL",
      description = {
        "a service that runs, embedded or deployed; its credential is WAYMARK_API_KEY of the",
        "environment, or WAYMARK_EMAIL and WAYMARK_PASSWORD of a member without a second factor"
      })
  private Optional<URI> url = Optional.empty();

  /// The address.
  ///
  /// @throws ParameterException where it is none
  public Optional<URI> url(CommandSpec spec) {
    url.filter(service -> service.getHost() == null || service.getScheme() == null)
        .ifPresent(
            service -> {
              throw new ParameterException(
                  spec.commandLine(), NAME + " " + service + " must be like http://127.0.0.1:8080");
            });
    return url;
  }
}
