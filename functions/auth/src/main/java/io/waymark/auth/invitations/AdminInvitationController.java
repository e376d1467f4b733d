package io.waymark.auth.invitations;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
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
import io.waymark.edge.Problems;
import io.waymark.edge.idempotency.Idempotent;
import io.waymark.tenancy.Principal;
import io.waymark.tenancy.Scope;
import io.waymark.tenancy.TenantId;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/// How operators give a tenant its first admin.
@Controller("/api/v1/tenants/{id}/invitations")
@Secured(Scope.Names.PLATFORM)
@Tag(name = "Tenants")
class AdminInvitationController {
  private final Invitations invitations;

  AdminInvitationController(Invitations invitations) {
    this.invitations = invitations;
  }

  @Serdeable
  @Schema(example = "{\"email\": \"admin@shop.example\"}")
  record AdminInvitationRequest(@NotBlank @Size(max = 254) String email) {}

  @Idempotent
  @Post
  @Status(HttpStatus.CREATED)
  @Operation(
      extensions =
          @Extension(properties = @ExtensionProperty(name = "x-idempotent", value = "true")),
      summary = "Invite the admin of a tenant that has none",
      description =
          "The link's secret is in this answer and never shown again. An invitation that was made"
              + " for an admin of this tenant before is void.",
      responses =
          @ApiResponse(
              responseCode = "409",
              description = "The tenant has an active admin, or the e-mail is taken"))
  HttpResponse<InvitationController.CreatedInvitationResponse> inviteAdmin(
      @Parameter(hidden = true) Principal principal,
      @Parameter(description = "The tenant's id") String id,
      @Body @Valid AdminInvitationRequest request) {
    return InvitationController.answer(
        invitations.makeForAdmin(principal, known(id), request.email()));
  }

  private static TenantId known(String id) {
    try {
      return new TenantId(id);
    } catch (IllegalArgumentException e) {
      throw Problems.notFound("such tenant");
    }
  }
}
