package io.waymark.edge;

import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import java.util.UUID;

/// Gives every request its id, in the answer as `X-Request-Id`. The id is API Gateway's; without
/// one, a new one.
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class RequestIdFilter implements Ordered {
  static final String HEADER = "X-Request-Id";

  private static final String ATTRIBUTE = "waymark.request-id";
  private static final int MAX_LENGTH = 128;

  @Override
  public int getOrder() {
    return ServerFilterPhase.FIRST.before();
  }

  @RequestFilter
  void begin(HttpRequest<?> request) {
    String id =
        request
            .getHeaders()
            .findFirst(HEADER)
            .filter(
                given ->
                    given.length() <= MAX_LENGTH && given.chars().allMatch(c -> c > ' ' && c < 127))
            .orElseGet(() -> UUID.randomUUID().toString());
    request.setAttribute(ATTRIBUTE, id);
  }

  @ResponseFilter
  void end(HttpRequest<?> request, MutableHttpResponse<?> response) {
    response.header(HEADER, requestId(request));
  }

  static String requestId(HttpRequest<?> request) {
    return request.getAttribute(ATTRIBUTE, String.class).orElse("unknown");
  }
}
