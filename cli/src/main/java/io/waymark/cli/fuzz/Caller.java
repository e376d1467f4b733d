package io.waymark.cli.fuzz;

import io.waymark.embedded.Options.PlatformAdmin;
import java.util.UUID;

/// A member whose role is tried.
///
/// @param role for people
record Caller(String role, String email, String password) {
  /// The sample tenant's admin, whom the embedded service makes; reaches all of a tenant.
  static final Caller ADMIN = new Caller("admin", "admin@demo.com", "demo123456");

  /// Reaches the tenants.
  static Caller operator() {
    return new Caller("platform_admin", "operator@fuzz.test", UUID.randomUUID().toString());
  }

  PlatformAdmin asOperator() {
    return new PlatformAdmin(email, password);
  }

  @Override
  public String toString() {
    return "Caller[" + role + "]";
  }
}
