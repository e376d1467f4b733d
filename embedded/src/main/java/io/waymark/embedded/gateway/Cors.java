package io.waymark.embedded.gateway;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/// Cross-origin calls as a deployed stage allows them, here for pages served from this machine: a
/// page of a stranger open in the same browser must not use the sample log-in.
final class Cors {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final String METHODS = "GET,POST,PUT,PATCH,DELETE,OPTIONS";
  private static final String HEADERS =
      "Authorization,Content-Type,Idempotency-Key,X-API-Key,X-Request-Id";
  private static final String EXPOSED =
      "X-Request-Id,RateLimit-Limit,RateLimit-Remaining,RateLimit-Reset,Retry-After";

  private Cors() {}

  /// Whether API Gateway would answer this itself.
  static boolean isPreflight(HttpCall call) {
    return call.method().equals("OPTIONS")
        && call.headers().contains(HttpHeader.ORIGIN)
        && call.headers().contains("Access-Control-Request-Method");
  }

  static void allow(HttpFields request, HttpFields.Mutable response) {
    String origin = request.get(HttpHeader.ORIGIN);
    if (origin == null || !isLoopback(origin)) {
      return;
    }
    response.put("Access-Control-Allow-Origin", origin);
    response.put("Access-Control-Allow-Methods", METHODS);
    response.put("Access-Control-Allow-Headers", HEADERS);
    response.put("Access-Control-Expose-Headers", EXPOSED);
    response.put("Access-Control-Max-Age", "600");
    response.add(HttpHeader.VARY, "Origin");
  }

  private static boolean isLoopback(String origin) {
    try {
      String host = URI.create(origin).getHost();
      return host != null
          && (LOOPBACK.contains(host.toLowerCase(Locale.ROOT)) || host.endsWith(".localhost"));
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }
}
