package io.waymark.edge.credentials;

import io.micronaut.http.HttpRequest;
import io.micronaut.security.authentication.Authentication;
import io.waymark.tenancy.Principal;
import java.util.Optional;

/// Who sends a request.
public final class Principals {
  private Principals() {}

  /// Empty where no credential held.
  public static Optional<Principal> of(HttpRequest<?> request) {
    return request
        .getUserPrincipal(Authentication.class)
        .map(known -> (Principal) known.getAttributes().get(CredentialValidator.PRINCIPAL));
  }
}
