package io.waymark.edge.credentials;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.function.aws.proxy.security.MicronautLambdaAuthenticationFetcher;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.filters.AuthenticationFetcher;
import jakarta.inject.Singleton;
import org.reactivestreams.Publisher;

/// Keeps the framework from believing what an authorizer of the gateway put into the event: who
/// calls is decided here, by the credential, whatever stands in front.
@Singleton
@Replaces(MicronautLambdaAuthenticationFetcher.class)
final class NoGatewayAuthentication implements AuthenticationFetcher<HttpRequest<?>> {
  @Override
  public Publisher<Authentication> fetchAuthentication(HttpRequest<?> request) {
    return Publishers.empty();
  }
}
