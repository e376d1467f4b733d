package io.waymark.edge.credentials;

import io.micronaut.http.HttpRequest;
import io.micronaut.security.token.reader.TokenReader;
import jakarta.inject.Singleton;
import java.util.Optional;

/// The other place for an API key beside `Authorization: Bearer`.
@Singleton
final class ApiKeyHeader implements TokenReader<HttpRequest<?>> {
  @Override
  public Optional<String> findToken(HttpRequest<?> request) {
    return request.getHeaders().findFirst("X-API-Key");
  }
}
