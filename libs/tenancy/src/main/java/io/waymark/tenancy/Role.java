package io.waymark.tenancy;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// What a member is at its tenant; each role may do all that the ones after it may.
public enum Role {
  /// Operates the installation; belongs to the tenant `platform`.
  PLATFORM_ADMIN("platform_admin", EnumSet.allOf(Scope.class)),
  ADMIN("admin", EnumSet.allOf(Scope.class)),
  EDITOR("editor", EnumSet.complementOf(EnumSet.of(Scope.ADMIN))),
  VIEWER("viewer", EnumSet.of(Scope.RECOMMEND_READ, Scope.MODELS_READ));

  private final String text;
  private final Set<Scope> scopes;

  Role(String text, EnumSet<Scope> scopes) {
    this.text = text;
    this.scopes = Collections.unmodifiableSet(scopes);
  }

  /// The name on the wire and in the database, like `platform_admin`.
  public String text() {
    return text;
  }

  public Set<Scope> scopes() {
    return scopes;
  }

  public static Optional<Role> of(String text) {
    return Arrays.stream(values()).filter(role -> role.text.equals(text)).findFirst();
  }
}
