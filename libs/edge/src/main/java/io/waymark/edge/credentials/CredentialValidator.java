package io.waymark.edge.credentials;

import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.token.validator.TokenValidator;
import io.waymark.edge.telemetry.LogFields;
import io.waymark.tenancy.Principal;
import io.waymark.tenancy.Role;
import io.waymark.tenancy.Scope;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/// Hands each credential found in a request to whom it concerns. The scopes become the framework's
/// roles, which `@Secured` names; why a credential was refused waits in the request for the 401.
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
    Collection<String> roles = new TreeSet<>();
    principal.scopes().stream().map(Scope::text).forEach(roles::add);
    if (principal instanceof Principal.Member member && member.role() == Role.PLATFORM_ADMIN) {
      roles.add(Scope.Names.PLATFORM);
    }
    return Authentication.build(principal.subject(), roles, Map.of(PRINCIPAL, principal));
  }
}
