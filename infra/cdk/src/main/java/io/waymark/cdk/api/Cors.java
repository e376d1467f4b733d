package io.waymark.cdk.api;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.apigateway.CorsOptions;

/// Which pages may call the API from a browser: API Gateway answers the question beforehand, the
/// functions mark their answers.
public final class Cors {
  static final List<String> EXPOSED =
      List.of(
          "X-Request-Id",
          "RateLimit-Limit",
          "RateLimit-Remaining",
          "RateLimit-Reset",
          "Retry-After");

  private static final List<String> METHODS =
      List.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
  private static final List<String> HEADERS =
      List.of("Authorization", "Content-Type", "Idempotency-Key", "X-API-Key", "X-Request-Id");
  private static final Duration KNOWN_FOR = Duration.minutes(10);
  private static final String PREFIX = "MICRONAUT_SERVER_CORS_";

  private Cors() {}

  static CorsOptions preflight(List<String> origins) {
    return CorsOptions.builder()
        .allowOrigins(origins)
        .allowMethods(METHODS)
        .allowHeaders(HEADERS)
        .exposeHeaders(EXPOSED)
        .maxAge(KNOWN_FOR)
        .build();
  }

  /// The settings by which a function marks its answers; none where no page may.
  public static Map<String, String> environment(List<String> origins) {
    return origins.isEmpty()
        ? Map.of()
        : Map.of(
            PREFIX + "ENABLED",
            "true",
            PREFIX + "CONFIGURATIONS_WEB_ALLOWED_ORIGINS",
            String.join(",", origins),
            PREFIX + "CONFIGURATIONS_WEB_EXPOSED_HEADERS",
            String.join(",", EXPOSED));
  }
}
