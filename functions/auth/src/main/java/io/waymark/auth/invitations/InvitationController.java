package io.waymark.auth.invitations;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
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
import io.waymark.tenancy.Principal;
import io.waymark.tenancy.Role;
import io.waymark.tenancy.Scope;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Controller("/api/v1/invitations")
@Secured(Scope.Names.ADMIN)
@Tag(name = "Members")
class InvitationController {
  private final Invitations invitations;

  InvitationController(Invitations invitations) {
    this.invitations = invitations;
  }

  @Serdeable
  @Schema(example = "{\"email\": \"new@demo.com\", \"role\": \"viewer\"}")
  record InvitationRequest(
      @NotBlank @Size(max = 254) String email, @NotBlank String role, @Nullable String tenantId) {}

  /// An invitation that is open, without the secret of its link.
  ///
  /// @param invitedBy the member's or key's id
  @Serdeable
  record InvitationResponse(
      String id,
      String tenantId,
      String email,
      String role,
      String invitedBy,
      Instant createdAt,
      Instant expiresAt) {
    static InvitationResponse of(Invitation invitation) {
      return new InvitationResponse(
          invitation.id().toString(),
          invitation.tenant().value(),
          invitation.email().value(),
          invitation.role().text(),
          invitation.invitedBy(),
          invitation.createdAt(),
          invitation.expiresAt());
    }
  }

  /// An invitation that was just made.
  ///
  /// @param token the secret of its link, shown this once
  @Serdeable
  record CreatedInvitationResponse(String token, InvitationResponse invitation) {
    @Override
    public String toString() {
      return "CreatedInvitationResponse[" + invitation.id() + "]";
    }
  }

  @Serdeable
  record InvitationsResponse(List<InvitationResponse> invitations, @Nullable String nextCursor) {}

  @Idempotent
  @Post
  @Status(HttpStatus.CREATED)
  @Operation(
      extensions =
          @Extension(properties = @ExtensionProperty(name = "x-idempotent", value = "true")),
      summary = "Invite somebody to your tenant; the link's secret is never shown again",
      description =
          "Whoever sends `token` to `/auth/accept-invitation` within three days becomes a member,"
              + " with a password of their own. An earlier invitation of the same e-mail is void.",
      responses = @ApiResponse(responseCode = "409", description = "The e-mail is taken"))
  HttpResponse<CreatedInvitationResponse> createInvitation(
      @Parameter(hidden = true) Principal principal, @Body @Valid InvitationRequest request) {
    Fields.sameTenant(principal, request.tenantId());
    Role role = Fields.oneOf("role", request.role(), Role.values(), Role::text);
    return answer(invitations.make(principal, request.email(), role));
  }

  @Get
  @Operation(summary = "List the invitations of your tenant that are open, without their secrets")
  InvitationsResponse listInvitations(
      @Parameter(hidden = true) Principal principal,
      @QueryValue @Nullable Integer limit,
      @QueryValue @Nullable String cursor) {
    Page page = Fields.page(limit, cursor);
    List<Invitation> found = invitations.list(principal.tenant(), page);
    return new InvitationsResponse(
        found.stream().map(InvitationResponse::of).toList(),
        page.next(found, invitation -> invitation.id().toString()).orElse(null));
  }

  @Get("/{id}")
  @Operation(summary = "Read an invitation that is open, without its secret")
  InvitationResponse readInvitation(
      @Parameter(hidden = true) Principal principal,
      @Parameter(description = "The invitation's id") UUID id) {
    return invitations
        .find(principal.tenant(), id)
        .map(InvitationResponse::of)
        .orElseThrow(() -> Problems.notFound("such invitation"));
  }

  @Delete("/{id}")
  @Status(HttpStatus.NO_CONTENT)
  @Operation(summary = "Revoke an invitation: its link leads nowhere any more")
  void revokeInvitation(
      @Parameter(hidden = true) Principal principal,
      @Parameter(description = "The invitation's id") UUID id) {
    if (!invitations.revoke(principal, id)) {
      throw Problems.notFound("such invitation");
    }
  }

  static HttpResponse<CreatedInvitationResponse> answer(InvitationResult result) {
    return switch (result) {
      case InvitationResult.Made(Invitation invitation, InvitationToken token) ->
          HttpResponse.status(HttpStatus.CREATED)
              .header("Cache-Control", "no-store")
              .body(
                  new CreatedInvitationResponse(token.value(), InvitationResponse.of(invitation)));
      case InvitationResult.Invalid(String field, String message) ->
          throw Problems.invalid(field, message);
      case InvitationResult.EmailTaken() -> throw Problems.conflict("the e-mail is taken");
      case InvitationResult.NotAllowed(String reason) -> throw Problems.forbidden(reason);
      case InvitationResult.UnknownTenant() -> throw Problems.notFound("such tenant");
      case InvitationResult.HasAdmins() ->
          throw Problems.conflict("the tenant has an active admin, who can invite others");
    };
  }
}
