package io.waymark.auth.deletions;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.waymark.auth.web.PendingEffectHandler;
import io.waymark.edge.Problems;
import io.waymark.tenancy.Principal;
import io.waymark.tenancy.Scope;
import io.waymark.tenancy.TenantId;
import java.time.Clock;
import java.time.Duration;

/// The end of a tenant.
@Controller("/api/v1/tenants")
@Secured(Scope.Names.PLATFORM)
@Tag(name = "Tenants")
class DeletionController {
  /// API Gateway waits for 29 s, and a database that was paused takes some of them.
  private static final Duration WITHIN = Duration.ofSeconds(16);

  private final Deletions deletions;
  private final Clock clock;

  DeletionController(Deletions deletions, Clock clock) {
    this.deletions = deletions;
    this.clock = clock;
  }

  @Delete("/{id}")
  @Operation(
      summary = "Delete a suspended tenant and everything that is held of it",
      description =
          "There is no way back. The receipt says of each store what became of it; asked again,"
              + " the same call goes on with what is left, and tells of a tenant that is deleted"
              + " what became of it. Its id is given to nobody again.")
  @ApiResponse(
      responseCode = "200",
      description = "Deleted; the receipt",
      content = @Content(schema = @Schema(implementation = ReceiptResponse.class)))
  @ApiResponse(
      responseCode = "202",
      description = "There is more than one call removes; the same call again goes on",
      content = @Content(schema = @Schema(implementation = ReceiptResponse.class)))
  @ApiResponse(
      responseCode = "409",
      description = "The tenant is not suspended, or is that of the operators")
  @ApiResponse(responseCode = "503", description = PendingEffectHandler.DESCRIPTION)
  HttpResponse<ReceiptResponse> delete(
      @Parameter(hidden = true) Principal principal,
      @Parameter(description = "The tenant's id") String id) {
    return switch (deletions.delete(principal.subject(), known(id), WITHIN)) {
      case DeletionResult.Deleted(Deletion deletion) -> {
        ReceiptResponse receipt = ReceiptResponse.of(deletion, clock.instant());
        yield receipt.complete()
            ? HttpResponse.ok(receipt)
            : HttpResponse.<ReceiptResponse>accepted()
                .header(HttpHeaders.RETRY_AFTER, "1")
                .body(receipt);
      }
      case DeletionResult.NotSuspended() ->
          throw Problems.conflict(
              "the tenant is active; suspend it first: PATCH /api/v1/tenants/"
                  + id
                  + " {\"status\": \"suspended\"}");
      case DeletionResult.Operators() ->
          throw Problems.conflict("the tenant platform operates the installation");
      case DeletionResult.Unknown() -> throw Problems.notFound("such tenant");
    };
  }

  private static TenantId known(String id) {
    try {
      return new TenantId(id);
    } catch (IllegalArgumentException e) {
      throw Problems.notFound("such tenant");
    }
  }
}
