package io.waymark.cli.permissions;

import io.waymark.tenancy.Principal;
import io.waymark.tenancy.Role;
import io.waymark.tenancy.Scope;
import io.waymark.tenancy.TenantId;
import java.util.Optional;
import java.util.Set;

/// Who asks: nobody, a member of each role, a key with each scope alone.
enum Caller {
  NOBODY("none", Optional.empty()),
  VIEWER(Role.VIEWER),
  EDITOR(Role.EDITOR),
  ADMIN(Role.ADMIN),
  PLATFORM_ADMIN(Role.PLATFORM_ADMIN),
  RECOMMEND_READ(Scope.RECOMMEND_READ),
  EVENTS_WRITE(Scope.EVENTS_WRITE),
  DATA_WRITE(Scope.DATA_WRITE),
  MODELS_READ(Scope.MODELS_READ),
  MODELS_WRITE(Scope.MODELS_WRITE),
  ADMIN_KEY(Scope.ADMIN);

  private final String text;
  private final Optional<Principal> principal;

  Caller(String text, Optional<Principal> principal) {
    this.text = text;
    this.principal = principal;
  }

  Caller(Role role) {
    this(role.text(), Optional.of(new Principal.Member(new TenantId("any"), "", "", role, "")));
  }

  Caller(Scope scope) {
    this(
        "key " + scope.text(),
        Optional.of(new Principal.ApiKey(new TenantId("any"), "", Set.of(scope))));
  }

  /// The head of its column.
  String text() {
    return text;
  }

  Optional<Principal> principal() {
    return principal;
  }

  /// Whether what a route declares lets it in.
  boolean may(Route route) {
    return route.open()
        || principal
            .map(Principal::grants)
            .filter(
                grants ->
                    route.authenticated() || route.needs().stream().anyMatch(grants::contains))
            .isPresent();
  }
}
