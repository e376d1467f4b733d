package io.waymark.auth.limits;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.waymark.edge.Problems;
import io.waymark.edge.limits.EndpointClass;
import io.waymark.edge.limits.Limit;
import io.waymark.tenancy.Principal;
import io.waymark.tenancy.Scope;
import io.waymark.tenancy.TenantId;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;

/// What operators let tenants ask for at most.
@Controller("/api/v1/tenants/{id}/ceilings")
@Secured(Scope.Names.PLATFORM)
@Tag(name = "Tenants")
class CeilingController {
  private static final String TYPE = "`recommend`, `ingest`, `train` or `manage`";

  private final Ceilings ceilings;

  CeilingController(Ceilings ceilings) {
    this.ceilings = ceilings;
  }

  @Serdeable
  @Schema(example = "{\"max_requests\": 6000, \"window_seconds\": 60}")
  record CeilingRequest(
      @Min(1) @Max(RateLimit.MOST_REQUESTS) long maxRequests,
      @Min(1) @Max(RateLimit.MAX_WINDOW) int windowSeconds) {}

  @Serdeable
  record CeilingResponse(String limitType, long maxRequests, int windowSeconds) {
    static CeilingResponse of(Ceiling ceiling) {
      return new CeilingResponse(
          ceiling.type(), ceiling.limit().requests(), ceiling.limit().windowSeconds());
    }
  }

  @Serdeable
  record CeilingsResponse(List<CeilingResponse> ceilings) {}

  @Get
  @Operation(
      summary = "What a tenant may ask for at most",
      description = "One of each type; the defaults where none was set.")
  CeilingsResponse ceilings(@Parameter(description = "The tenant's id") String id) {
    return ceilings
        .list(known(id))
        .map(all -> new CeilingsResponse(all.stream().map(CeilingResponse::of).toList()))
        .orElseThrow(() -> Problems.notFound("such tenant"));
  }

  @Put("/{type}")
  @Operation(
      summary = "Set what a tenant may ask for at most",
      description =
          "Holds beside the limits that the tenant sets itself, which may be lower and never let"
              + " more through.")
  CeilingResponse setCeiling(
      @Parameter(hidden = true) Principal principal,
      @Parameter(description = "The tenant's id") String id,
      @Parameter(description = TYPE) String type,
      @Body @Valid CeilingRequest request) {
    Ceiling ceiling =
        new Ceiling(knownType(type), new Limit(request.maxRequests(), request.windowSeconds()));
    if (!ceilings.set(principal.subject(), known(id), ceiling)) {
      throw Problems.notFound("such tenant");
    }
    return CeilingResponse.of(ceiling);
  }

  @Delete("/{type}")
  @Status(HttpStatus.NO_CONTENT)
  @Operation(summary = "Give a tenant's ceiling its default again")
  void removeCeiling(
      @Parameter(hidden = true) Principal principal,
      @Parameter(description = "The tenant's id") String id,
      @Parameter(description = TYPE) String type) {
    if (!ceilings.remove(principal.subject(), known(id), knownType(type))) {
      throw Problems.notFound("such tenant");
    }
  }

  private static String knownType(String type) {
    if (!EndpointClass.types().contains(type)) {
      throw Problems.notFound("such type; there are " + String.join(", ", EndpointClass.types()));
    }
    return type;
  }

  private static TenantId known(String id) {
    try {
      return new TenantId(id);
    } catch (IllegalArgumentException e) {
      throw Problems.notFound("such tenant");
    }
  }
}
