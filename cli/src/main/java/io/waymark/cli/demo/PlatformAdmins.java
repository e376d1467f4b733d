package io.waymark.cli.demo;

import io.waymark.embedded.Options.PlatformAdmin;
import java.util.Map;
import java.util.Optional;

/// Who may make tenants, by the environment, so that no password stands in a list of processes.
final class PlatformAdmins {
  static final String EMAIL = "WAYMARK_PLATFORM_EMAIL";
  static final String PASSWORD = "WAYMARK_PLATFORM_PASSWORD";

  private PlatformAdmins() {}

  static Optional<PlatformAdmin> of(Map<String, String> environment) {
    return environment.containsKey(EMAIL) && environment.containsKey(PASSWORD)
        ? Optional.of(new PlatformAdmin(environment.get(EMAIL), environment.get(PASSWORD)))
        : Optional.empty();
  }
}
