package io.waymark.recommend.health;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.waymark.edge.Health;
import io.waymark.edge.HealthCheck;
import io.waymark.edge.HealthChecks;
import io.waymark.edge.Heartbeats;
import io.waymark.tenancy.installation.Deployable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.core.exception.SdkException;

/// Health over HTTP: 200, or 503 where a dependency of this function does not answer. Other
/// functions are known by their heartbeats, so that asking wakes none of them.
@Controller("/")
@Secured(SecurityRule.IS_ANONYMOUS)
@Tag(name = "Health")
@ApiResponse(
    responseCode = "503",
    description = "A dependency does not answer",
    content = @Content(schema = @Schema(implementation = Health.class)))
final class HealthController {
  private static final Duration IDLE = Duration.ofMinutes(15);

  private final HealthChecks checks;
  private final List<HealthCheck> own;
  private final List<HealthCheck> caches;
  private final Heartbeats heartbeats;
  private final Clock clock;

  HealthController(
      HealthChecks checks,
      List<HealthCheck> own,
      CacheCheck models,
      AnswersCheck answers,
      Heartbeats heartbeats,
      Clock clock) {
    this.checks = checks;
    this.own = List.copyOf(own);
    this.caches = List.of(models, answers);
    this.heartbeats = heartbeats;
    this.clock = clock;
  }

  @Operation(summary = "This function and what it depends on")
  @Get("/health")
  HttpResponse<Health> health() {
    return answer(checks.run(own));
  }

  @Operation(summary = "The models and answers in memory")
  @Get("/health/cache")
  HttpResponse<Health> cache() {
    return answer(checks.run(caches));
  }

  @Operation(summary = "The models and answers in memory; the same as GET /health/cache")
  @Get("/health/redis")
  HttpResponse<Health> redis() {
    return cache();
  }

  @Operation(summary = "This function's dependencies, and the other functions by their heartbeats")
  @Get("/health/detailed")
  HttpResponse<Health> detailed() {
    Health health = checks.run(own);
    Map<String, Health.Check> all = new TreeMap<>(health.checks());
    for (Deployable function : Deployable.values()) {
      if (function != Deployable.RECOMMEND) {
        all.put("function " + function.artifact(), heartbeat(function.artifact()));
      }
    }
    return answer(new Health(health.status(), health.version(), all));
  }

  private Health.Check heartbeat(String function) {
    long begin = System.nanoTime();
    try {
      Optional<Instant> last = heartbeats.last(function);
      long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
      if (last.isEmpty()) {
        return new Health.Check("idle", "has not run yet", millis);
      }
      Duration age = Duration.between(last.orElseThrow(), clock.instant());
      return new Health.Check(
          age.compareTo(IDLE) > 0 ? "idle" : "ok",
          "last ran " + age.toSeconds() + " s ago",
          millis);
    } catch (SdkException down) {
      return new Health.Check("unknown", "its heartbeat cannot be read", 0);
    }
  }

  private static HttpResponse<Health> answer(Health health) {
    return health.ok()
        ? HttpResponse.ok(health)
        : HttpResponse.<Health>status(HttpStatus.SERVICE_UNAVAILABLE).body(health);
  }
}
