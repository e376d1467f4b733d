package io.waymark.cli.demo;

/// Where things are, for a person who goes on from here.
enum Addresses {
  /// Of the service in this process, with its sample tenant.
  EMBEDDED,
  /// Of a deployed one, whose metrics are in CloudWatch.
  DEPLOYED;

  void print(Api api, LogIn logIn, Screen screen) {
    screen.line("API      " + api.at("/api/v1"));
    screen.line("docs     " + api.at("/api/v1/docs"));
    screen.line("health   " + api.at("/health/detailed"));
    String known = "log-in   " + logIn.email() + " / " + logIn.password();
    switch (this) {
      case EMBEDDED -> {
        screen.line("metrics  " + api.at("/metrics"));
        screen.line(known + " (tenant demo)");
      }
      case DEPLOYED -> screen.line(known);
    }
  }
}
