package io.waymark.cli.demo;

/// Where things are, for a person who goes on from here.
final class Addresses {
  private Addresses() {}

  static void print(Api api, LogIn logIn, Screen screen) {
    screen.line("API      " + api.at("/api/v1"));
    screen.line("docs     " + api.at("/api/v1/docs"));
    screen.line("health   " + api.at("/health/detailed"));
    screen.line("metrics  " + api.at("/metrics"));
    screen.line("log-in   %s / %s (tenant demo)".formatted(logIn.email(), logIn.password()));
  }
}
