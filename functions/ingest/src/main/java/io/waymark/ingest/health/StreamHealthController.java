package io.waymark.ingest.health;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.extensions.Extension;
import io.swagger.v3.oas.annotations.extensions.ExtensionProperty;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.waymark.edge.Health;
import io.waymark.edge.HealthCheck;
import io.waymark.edge.HealthChecks;
import io.waymark.edge.Problems;
import io.waymark.edge.WaymarkConfig;
import io.waymark.tenancy.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether events and uploads can come in.
@Controller("/health")
@Tag(name = "Health")
final class StreamHealthController {
  private final HealthChecks checks;
  private final List<HealthCheck> dependencies;
  private final boolean embedded;

  StreamHealthController(
      HealthChecks checks, List<HealthCheck> dependencies, WaymarkConfig config) {
    this.checks = checks;
    this.dependencies = List.copyOf(dependencies);
    this.embedded = config.embedded();
  }

  @Get("/stream")
  @Secured(SecurityRule.IS_ANONYMOUS)
  @Operation(
      summary = "Ask the stream and the uploads",
      description = "A deployed stage wants a credential.",
      security = @SecurityRequirement(name = "credential"),
      extensions =
          @Extension(
              properties = @ExtensionProperty(name = "x-optional-credential", value = "true")),
      responses =
          @ApiResponse(
              responseCode = "503",
              description = "A dependency does not answer",
              content = @Content(schema = @Schema(implementation = Health.class))))
  HttpResponse<Health> stream(@Parameter(hidden = true) @Nullable Principal principal) {
    if (!embedded && principal == null) {
      throw Problems.unauthorized("asking the stream needs a credential");
    }
    Health health = checks.run(dependencies);
    return HttpResponse.<Health>status(health.ok() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
        .body(health);
  }
}
