package io.waymark.edge;

import io.micronaut.core.bind.annotation.Bindable;
import io.micronaut.core.order.Ordered;
import io.micronaut.core.reflect.ReflectionUtils;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import io.micronaut.web.router.MethodBasedRouteInfo;
import io.micronaut.web.router.RouteAttributes;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// Refuses a parameter of a route's query that stands twice or, where it is a number, stands empty:
/// the framework takes the first value of several, and an empty number for none; a list is one
/// value with commas, of which it drops those with nothing between. What no route knows counts for
/// nothing.
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class QueryParameters implements Ordered {
  /// Whoever is not let in hears nothing of parameters.
  @Override
  public int getOrder() {
    return ServerFilterPhase.SECURITY.after() + 1;
  }

  @RequestFilter
  void check(HttpRequest<?> request) {
    for (Map.Entry<String, List<String>> each : request.getParameters()) {
      String name = each.getKey();
      Class<?> type = type(request, name);
      if (each.getValue().size() > 1 && type != Void.class) {
        throw Problems.invalid(name, "stands more than once; send it once");
      }
      if (each.getValue().contains("") && Number.class.isAssignableFrom(type)) {
        throw Problems.invalid(name, "is empty; leave it out or give it a value");
      }
      if (Collection.class.isAssignableFrom(type)
          && each.getValue().stream().anyMatch(QueryParameters::hasAGap)) {
        throw Problems.invalid(name, "has nothing between two commas, or beside one");
      }
    }
  }

  private static boolean hasAGap(String list) {
    return !list.isEmpty() && List.of(list.split(",", -1)).contains("");
  }

  /// Of what nobody asked for, that of nothing.
  private static Class<?> type(HttpRequest<?> request, String parameter) {
    return RouteAttributes.getRouteInfo(request)
        .filter(MethodBasedRouteInfo.class::isInstance)
        .map(route -> ((MethodBasedRouteInfo<?, ?>) route).getTargetMethod().getArguments())
        .stream()
        .flatMap(Arrays::stream)
        .filter(argument -> name(argument).equals(parameter))
        .findFirst()
        .<Class<?>>map(argument -> ReflectionUtils.getWrapperType(argument.getType()))
        .orElse(Void.class);
  }

  private static String name(Argument<?> argument) {
    return argument
        .getAnnotationMetadata()
        .stringValue(Bindable.class)
        .orElseGet(argument::getName);
  }
}
