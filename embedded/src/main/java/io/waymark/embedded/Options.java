package io.waymark.embedded;

import io.waymark.embedded.gateway.Gateway;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.Map;
import java.util.Optional;

/// How to start.
///
/// @param address of the one HTTP port
/// @param data where to keep the data; without it everything is temporary
/// @param functions the folder of the unpacked archives
/// @param platformAdmin made at the start if given
/// @param settings further configuration properties of the functions
/// @param pipelineAt the time of UTC at which the daily pipeline runs; empty for never
public record Options(
    Gateway.Address address,
    Optional<Path> data,
    Path functions,
    Optional<PlatformAdmin> platformAdmin,
    Map<String, String> settings,
    Optional<LocalTime> pipelineAt) {
  public static final int DEFAULT_PORT = 8080;

  /// Other machines must not reach a service with a well-known log-in.
  public static final String DEFAULT_HOST = "127.0.0.1";

  /// Says where the launcher keeps the unpacked archives.
  public static final String FUNCTIONS_PROPERTY = "waymark.functions";

  public Options {
    settings = Map.copyOf(settings);
  }

  /// Temporary data on the default port.
  public static Options defaults() {
    return new Options(
        new Gateway.Address(DEFAULT_HOST, DEFAULT_PORT),
        Optional.empty(),
        Path.of(System.getProperty(FUNCTIONS_PROPERTY, "embedded/target/functions")),
        Optional.empty(),
        Map.of(),
        Optional.empty());
  }

  public Options at(Gateway.Address newAddress) {
    return new Options(newAddress, data, functions, platformAdmin, settings, pipelineAt);
  }

  public Options with(Map<String, String> newSettings) {
    return new Options(address, data, functions, platformAdmin, newSettings, pipelineAt);
  }

  public Options keeping(Optional<Path> newData) {
    return new Options(address, newData, functions, platformAdmin, settings, pipelineAt);
  }

  public Options administeredBy(Optional<PlatformAdmin> newPlatformAdmin) {
    return new Options(address, data, functions, newPlatformAdmin, settings, pipelineAt);
  }

  public Options runningPipelineAt(LocalTime time) {
    return new Options(address, data, functions, platformAdmin, settings, Optional.of(time));
  }

  /// A member of the tenant `platform`.
  public record PlatformAdmin(String email, String password) {
    @Override
    public String toString() {
      return "PlatformAdmin[email=" + email + "]";
    }
  }
}
