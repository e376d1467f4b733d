package io.waymark.auth.limits;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.extensions.Extension;
import io.swagger.v3.oas.annotations.extensions.ExtensionProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.waymark.auth.database.Page;
import io.waymark.auth.web.Fields;
import io.waymark.edge.Problems;
import io.waymark.edge.idempotency.Idempotent;
import io.waymark.edge.limits.EndpointClass;
import io.waymark.tenancy.Principal;
import io.waymark.tenancy.Scope;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Controller("/api/v1/rate-limits")
@Secured(Scope.Names.ADMIN)
@Tag(name = "Rate limits")
class RateLimitController {
  private final RateLimits limits;

  RateLimitController(RateLimits limits) {
    this.limits = limits;
  }

  @Serdeable
  @Schema(
      example = "{\"limit_type\": \"recommend\", \"max_requests\": 100, \"window_seconds\": 60}")
  record RateLimitRequest(
      @NotBlank @Pattern(regexp = EndpointClass.TYPE_SHAPE) String limitType,
      @Min(1) @Max(RateLimit.MOST_REQUESTS) long maxRequests,
      @Min(1) @Max(RateLimit.MAX_WINDOW) int windowSeconds,
      @Nullable String tenantId) {}

  @Serdeable
  @Schema(example = "{\"max_requests\": 200}")
  record RateLimitChangeRequest(
      @Nullable @Min(1) @Max(RateLimit.MOST_REQUESTS) Long maxRequests,
      @Nullable @Min(1) @Max(RateLimit.MAX_WINDOW) Integer windowSeconds,
      @Nullable String tenantId) {}

  @Serdeable
  record RateLimitResponse(
      String id,
      String tenantId,
      String limitType,
      long maxRequests,
      int windowSeconds,
      Instant createdAt,
      Instant updatedAt) {
    static RateLimitResponse of(RateLimit limit) {
      return new RateLimitResponse(
          limit.id().toString(),
          limit.tenant().value(),
          limit.type(),
          limit.maxRequests(),
          limit.windowSeconds(),
          limit.createdAt(),
          limit.updatedAt());
    }
  }

  @Serdeable
  record RateLimitsResponse(List<RateLimitResponse> rateLimits, @Nullable String nextCursor) {}

  @Idempotent
  @Post
  @Status(HttpStatus.CREATED)
  @Operation(
      extensions =
          @Extension(properties = @ExtensionProperty(name = "x-idempotent", value = "true")),
      summary = "Set a limit of a type that has none",
      responses =
          @ApiResponse(responseCode = "409", description = "There is a limit of this type already"))
  RateLimitResponse create(
      @Parameter(hidden = true) Principal principal, @Body @Valid RateLimitRequest request) {
    Fields.sameTenant(principal, request.tenantId());
    return answer(
        limits.create(
            principal, request.limitType(), request.maxRequests(), request.windowSeconds()));
  }

  @Get
  @Operation(summary = "List your tenant's limits")
  RateLimitsResponse list(
      @Parameter(hidden = true) Principal principal,
      @QueryValue @Nullable Integer limit,
      @QueryValue @Nullable String cursor) {
    Page page = Fields.page(limit, cursor);
    List<RateLimit> found = limits.list(principal.tenant(), page);
    return new RateLimitsResponse(
        found.stream().map(RateLimitResponse::of).toList(),
        page.next(found, each -> each.id().toString()).orElse(null));
  }

  @Get("/{id}")
  @Operation(summary = "Read a limit")
  RateLimitResponse read(
      @Parameter(hidden = true) Principal principal,
      @Parameter(description = "The limit's id") UUID id) {
    return limits
        .find(principal.tenant(), id)
        .map(RateLimitResponse::of)
        .orElseThrow(() -> Problems.notFound("such rate limit"));
  }

  @Patch("/{id}")
  @Operation(summary = "Change a limit")
  RateLimitResponse change(
      @Parameter(hidden = true) Principal principal,
      @Parameter(description = "The limit's id") UUID id,
      @Body @Valid RateLimitChangeRequest request) {
    Fields.sameTenant(principal, request.tenantId());
    return answer(
        limits.change(
            principal,
            id,
            Optional.ofNullable(request.maxRequests()),
            Optional.ofNullable(request.windowSeconds())));
  }

  @Delete("/{id}")
  @Status(HttpStatus.NO_CONTENT)
  @Operation(summary = "Remove a limit")
  void remove(
      @Parameter(hidden = true) Principal principal,
      @Parameter(description = "The limit's id") UUID id) {
    if (!limits.remove(principal, id)) {
      throw Problems.notFound("such rate limit");
    }
  }

  private static RateLimitResponse answer(RateLimitResult result) {
    return switch (result) {
      case RateLimitResult.Done(RateLimit limit) -> RateLimitResponse.of(limit);
      case RateLimitResult.Taken() ->
          throw Problems.conflict("there is a limit of this type already");
      case RateLimitResult.Unknown() -> throw Problems.notFound("such rate limit");
      case RateLimitResult.Beyond(Ceiling ceiling) ->
          throw Problems.invalid(
              "max_requests",
              "is more than your operator lets you have: %d in %d s of %s"
                  .formatted(
                      ceiling.limit().requests(), ceiling.limit().windowSeconds(), ceiling.type()));
    };
  }
}
