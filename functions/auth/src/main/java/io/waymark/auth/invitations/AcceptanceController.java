package io.waymark.auth.invitations;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.waymark.auth.members.Member;
import io.waymark.edge.Problems;
import io.waymark.edge.SourceAddress;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Duration;

/// Where an invitation's link leads, for whoever has no credential yet.
@Controller("/api/v1/auth/accept-invitation")
@Secured(SecurityRule.IS_ANONYMOUS)
@Tag(name = "Sessions")
class AcceptanceController {
  private final Invitations invitations;

  AcceptanceController(Invitations invitations) {
    this.invitations = invitations;
  }

  @Serdeable
  @Schema(
      example =
          "{\"token\": \"wmi_pKcm0uQ4bYx1J8dEoZtVwS6nLrGfHa2iCqT9yX3MkBU\","
              + " \"password\": \"a long password\"}")
  record AcceptanceRequest(
      @NotBlank @Size(max = 200) String token, @NotBlank @Size(max = 1024) String password) {
    @Override
    public String toString() {
      return "AcceptanceRequest[]";
    }
  }

  /// The member that there is now; it logs in with its password.
  @Serdeable
  record AcceptanceResponse(String id, String email, String tenantId, String role) {
    static AcceptanceResponse of(Member member) {
      return new AcceptanceResponse(
          member.id().toString(),
          member.email().value(),
          member.tenant().value(),
          member.role().text());
    }
  }

  @Post
  @Status(HttpStatus.CREATED)
  @Operation(
      summary = "Accept an invitation: become a member, with a password of your own",
      description = "The link is good for one use. Log in afterwards.",
      responses = {
        @ApiResponse(responseCode = "403", description = "The tenant is suspended"),
        @ApiResponse(
            responseCode = "404",
            description =
                "There is no such invitation: there never was, or it was accepted, revoked,"
                    + " replaced, or has expired"),
        @ApiResponse(responseCode = "409", description = "The e-mail is taken by now"),
        @ApiResponse(
            responseCode = "429",
            description = "Too many failed; try again after `Retry-After` seconds")
      })
  AcceptanceResponse acceptInvitation(
      @Parameter(hidden = true) SourceAddress from, @Body @Valid AcceptanceRequest request) {
    return switch (invitations.accept(request.token(), request.password(), from)) {
      case Acceptance.Accepted(Member member) -> AcceptanceResponse.of(member);
      case Acceptance.Unknown() -> throw Problems.notFound("such invitation");
      case Acceptance.TooMany(Duration pause) -> {
        long seconds = pause.plusMillis(999).toSeconds();
        throw Problems.tooMany(
            "too many invitations or log-ins failed; try again in " + seconds + " s",
            Duration.ofSeconds(seconds));
      }
      case Acceptance.Weak(String objection) -> throw Problems.invalid("password", objection);
      case Acceptance.EmailTaken() -> throw Problems.conflict("the e-mail is taken");
      case Acceptance.Suspended() -> throw Problems.forbidden("the tenant is suspended");
    };
  }
}
