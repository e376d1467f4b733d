package io.waymark.edge;

import io.micronaut.http.HttpRequest;
import io.micronaut.web.router.RouteAttributes;
import io.micronaut.web.router.UriRouteInfo;
import java.util.Optional;

/// Routes of requests, as `/api/v1/items/{id}`: what may be kept of a path, which may name a user.
public final class RouteTemplates {
  private RouteTemplates() {}

  /// The route of a request; empty where none serves it.
  public static Optional<String> of(HttpRequest<?> request) {
    return RouteAttributes.getRouteInfo(request)
        .filter(UriRouteInfo.class::isInstance)
        .map(route -> ((UriRouteInfo<?, ?>) route).getUriMatchTemplate().toPathString());
  }
}
