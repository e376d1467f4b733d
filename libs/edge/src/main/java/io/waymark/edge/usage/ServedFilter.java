package io.waymark.edge.usage;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import io.micronaut.servlet.http.ServletHttpRequest;
import io.waymark.edge.RouteTemplates;
import io.waymark.edge.credentials.Principals;

/// Notes who called which route, once both are known.
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class ServedFilter implements Ordered {
  @Override
  public int getOrder() {
    return ServerFilterPhase.FIRST.before();
  }

  @ResponseFilter
  void note(HttpRequest<?> request) {
    if (request instanceof ServletHttpRequest<?, ?> servlet
        && servlet.getNativeRequest() instanceof APIGatewayProxyRequestEvent event) {
      new Served(Principals.of(request), RouteTemplates.of(request)).leaveIn(event);
    }
  }
}
