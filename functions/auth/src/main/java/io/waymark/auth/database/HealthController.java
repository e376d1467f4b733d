package io.waymark.auth.database;

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
import io.waymark.edge.HealthChecks;
import io.waymark.edge.Problems;
import io.waymark.edge.WaymarkConfig;
import io.waymark.tenancy.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;

@Controller("/health")
@Secured(SecurityRule.IS_ANONYMOUS)
@Tag(name = "Health")
class HealthController {
  private final HealthChecks checks;
  private final DatabaseCheck database;
  private final WaymarkConfig waymark;

  HealthController(HealthChecks checks, DatabaseCheck database, WaymarkConfig waymark) {
    this.checks = checks;
    this.database = database;
    this.waymark = waymark;
  }

  @Get("/db")
  @Operation(
      summary = "Ask PostgreSQL",
      description = "Wakes a sleeping database, so a deployed stage wants a credential.",
      security = @SecurityRequirement(name = "credential"),
      extensions =
          @Extension(
              properties = @ExtensionProperty(name = "x-optional-credential", value = "true")),
      responses =
          @ApiResponse(
              responseCode = "503",
              description = "A dependency does not answer",
              content = @Content(schema = @Schema(implementation = Health.class))))
  HttpResponse<Health> database(@Parameter(hidden = true) @Nullable Principal principal) {
    if (principal == null && !waymark.embedded()) {
      throw Problems.unauthorized("a deployed stage asks its database for those with a credential");
    }
    Health health = checks.run(List.of(database));
    return HttpResponse.status(health.ok() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
        .header("Cache-Control", "no-store")
        .body(health);
  }
}
