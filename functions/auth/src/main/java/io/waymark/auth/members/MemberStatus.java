package io.waymark.auth.members;

import java.util.Locale;

/// Whether a member may log in.
public enum MemberStatus {
  ACTIVE,
  SUSPENDED;

  /// The name on the wire and in the database.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static MemberStatus of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
