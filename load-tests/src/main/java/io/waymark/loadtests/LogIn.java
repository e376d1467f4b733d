package io.waymark.loadtests;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/// Who makes the tenant's credentials, or the tenant itself where it may.
record LogIn(String email, String password) {
  private static final SecureRandom RANDOM = new SecureRandom();

  /// Of the environment, so that no password stands in a list of processes.
  static final String EMAIL = "WAYMARK_EMAIL";

  static final String PASSWORD = "WAYMARK_PASSWORD";

  /// Of a service that somebody else started: the environment's, or else the sample tenant's admin.
  static LogIn of(Map<String, String> environment) {
    return Optional.ofNullable(environment.get(EMAIL))
        .map(email -> new LogIn(email, environment.getOrDefault(PASSWORD, "")))
        .orElseGet(() -> new LogIn("admin@demo.com", "demo123456"));
  }

  /// Of somebody who did not exist before.
  static LogIn made(String name) {
    byte[] secret = new byte[16];
    RANDOM.nextBytes(secret);
    return new LogIn(name + "@load-test.example", HexFormat.of().formatHex(secret));
  }

  @Override
  public String toString() {
    return "LogIn[" + email + "]";
  }
}
