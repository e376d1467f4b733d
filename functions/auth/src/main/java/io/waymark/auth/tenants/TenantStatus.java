package io.waymark.auth.tenants;

import java.util.Locale;

/// Whether a tenant's credentials hold.
public enum TenantStatus {
  ACTIVE,
  SUSPENDED;

  /// The name on the wire and in the database.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static TenantStatus of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
