package io.waymark.cli.demo;

/// A member's credentials.
record LogIn(String email, String password) {
  /// The sample tenant's admin, whom the embedded service makes; known to everybody.
  static final LogIn DEMO = new LogIn("admin@demo.com", "demo123456");

  @Override
  public String toString() {
    return "LogIn[" + email + "]";
  }
}
