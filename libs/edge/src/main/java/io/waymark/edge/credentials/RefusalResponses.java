package io.waymark.edge.credentials;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.micronaut.security.authentication.AuthorizationException;
import io.micronaut.security.authentication.DefaultAuthorizationExceptionHandler;
import io.waymark.edge.Problem;
import io.waymark.edge.ProblemAnswers;
import jakarta.inject.Singleton;

/// Says why a request was not let in: 401 with the reason its credential was refused, 403 where the
/// credential holds but lacks the scope.
@Singleton
@Replaces(DefaultAuthorizationExceptionHandler.class)
final class RefusalResponses
    implements ExceptionHandler<AuthorizationException, MutableHttpResponse<Problem>> {
  @Override
  @SuppressWarnings("rawtypes") // as the interface declares it
  public MutableHttpResponse<Problem> handle(HttpRequest request, AuthorizationException refused) {
    if (refused.isForbidden()) {
      return ProblemAnswers.of(
          request, HttpStatus.FORBIDDEN, "your credential lacks the scope or role this needs");
    }
    HttpRequest<?> typed = request;
    String reason =
        typed
            .getAttribute(CredentialValidator.REFUSAL, String.class)
            .orElse(
                "no credential: send Authorization: Bearer <access token or API key>, or X-API-Key");
    return ProblemAnswers.of(request, HttpStatus.UNAUTHORIZED, reason)
        .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"waymark\"");
  }
}
