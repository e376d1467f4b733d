package io.waymark.auth.factors;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.waymark.auth.web.PendingEffectHandler;
import io.waymark.edge.Problems;
import io.waymark.tenancy.Principal;
import io.waymark.tenancy.Scope;
import java.util.UUID;

/// What admins do for members who have lost their second factor.
@Controller("/api/v1/members/{id}/second-factor")
@Secured(Scope.Names.ADMIN)
@Tag(name = "Members")
class FactorResetController {
  private final SecondFactors factors;

  FactorResetController(SecondFactors factors) {
    this.factors = factors;
  }

  @Delete
  @Status(HttpStatus.NO_CONTENT)
  @Operation(
      summary = "Take away the second factor of another member, who has lost it",
      description = "Ends the member's sessions, if it had one.",
      responses = {
        @ApiResponse(
            responseCode = "409",
            description = "It is your own: that takes your password and a code"),
        @ApiResponse(responseCode = "503", description = PendingEffectHandler.DESCRIPTION)
      })
  void resetSecondFactor(
      @Parameter(hidden = true) Principal principal,
      @Parameter(description = "The member's id") UUID id) {
    switch (factors.reset(principal, id)) {
      case FactorReset.Done() -> {}
      case FactorReset.Unknown() -> throw Problems.notFound("such member");
      case FactorReset.NotAllowed(String reason) -> throw Problems.forbidden(reason);
      case FactorReset.Own() ->
          throw Problems.conflict("it is your own: switch it off by your password and a code");
    }
  }
}
