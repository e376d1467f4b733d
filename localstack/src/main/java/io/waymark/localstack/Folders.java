package io.waymark.localstack;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Where everything is.
///
/// @param project the root of the sources
/// @param cache what was installed and what runs; outside the project, so that a clean build keeps
///   it
public record Folders(Path project, Path cache) {
  /// `WAYMARK_CACHE`, or `localstack` below the user's cache folder for Waymark.
  public static Folders of(Path project, Map<String, String> environment) {
    Path cache =
        given(environment, "WAYMARK_CACHE")
            .orElseGet(() -> cacheOfUser(environment).resolve("localstack"));
    return new Folders(project.toAbsolutePath(), cache.toAbsolutePath());
  }

  /// The user's cache folder for Waymark.
  public static Path cacheOfUser(Map<String, String> environment) {
    return given(environment, "XDG_CACHE_HOME")
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
        .resolve("waymark");
  }

  /// The sources of this module: plug-in, pins.
  public Path sources() {
    return project.resolve("localstack");
  }

  /// The CDK app.
  public Path cdk() {
    return project.resolve("infra/cdk");
  }

  /// What belongs to the LocalStack that runs; gone when it ends.
  public Path run() {
    return cache.resolve("run");
  }

  public Path logs() {
    return cache.resolve("logs");
  }

  private static Optional<Path> given(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name))
        .filter(value -> !value.isBlank())
        .map(Path::of);
  }
}
