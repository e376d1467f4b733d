package io.waymark.edge.credentials;

import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.token.validator.TokenValidator;
import io.waymark.edge.telemetry.LogFields;
import io.waymark.tenancy.Principal;
import jakarta.inject.Singleton;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/// Hands each credential found in a request to whom it concerns. What it grants becomes the
/// framework's roles, which `@Secured` names; why a credential was refused waits in the request for
/// the 401.
@Singleton
final class CredentialValidator implements TokenValidator<HttpRequest<?>> {
  static final String PRINCIPAL = "waymark.principal";
  static final String REFUSAL = "waymark.refusal";

  private final AccessTokens tokens;
  private final ApiKeys keys;

  CredentialValidator(AccessTokens tokens, ApiKeys keys) {
    this.tokens = tokens;
    this.keys = keys;
  }

  @Override
  public Publisher<Authentication> validateToken(
      String credential, @Nullable HttpRequest<?> request) {
    Verdict verdict =
        ApiKeys.looksLikeOne(credential) ? keys.check(credential) : tokens.check(credential);
    return switch (verdict) {
      case Verdict.Holds(Principal principal) -> {
        LogFields.tenant(principal.tenant());
        yield Publishers.just(authentication(principal));
      }
      case Verdict.Refused(String reason) -> {
        if (request != null) {
          request.setAttribute(REFUSAL, reason);
        }
        yield Publishers.empty();
      }
    };
  }

  private static Authentication authentication(Principal principal) {
    return Authentication.build(
        principal.subject(), principal.grants(), Map.of(PRINCIPAL, principal));
  }
}
