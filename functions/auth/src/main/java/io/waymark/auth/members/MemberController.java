package io.waymark.auth.members;

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
import io.waymark.auth.web.PendingEffectHandler;
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
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Controller("/api/v1/members")
@Secured(Scope.Names.ADMIN)
@Tag(name = "Members")
class MemberController {
  private static final String LOCKING = "It is your own account, or no active admin would be left";

  private final Members members;

  MemberController(Members members) {
    this.members = members;
  }

  @Serdeable
  @Schema(
      example =
          "{\"email\": \"new@demo.com\", \"password\": \"a long password\", \"role\": \"viewer\"}")
  record MemberRequest(
      @NotBlank @Size(max = 254) String email,
      @NotBlank @Size(max = 1024) String password,
      @NotBlank String role,
      @Nullable String tenantId) {
    @Override
    public String toString() {
      return "MemberRequest[" + email + "]";
    }
  }

  @Serdeable
  @Schema(example = "{\"role\": \"editor\"}")
  record MemberChangeRequest(
      @Nullable String role, @Nullable String status, @Nullable String tenantId) {}

  @Serdeable
  record MemberResponse(
      String id,
      String tenantId,
      String email,
      String role,
      String status,
      @Nullable Instant lastLoginAt,
      Instant createdAt,
      Instant updatedAt) {
    static MemberResponse of(Member member) {
      return new MemberResponse(
          member.id().toString(),
          member.tenant().value(),
          member.email().value(),
          member.role().text(),
          member.status().text(),
          member.lastLoginAt().orElse(null),
          member.createdAt(),
          member.updatedAt());
    }
  }

  @Serdeable
  record MembersResponse(List<MemberResponse> members, @Nullable String nextCursor) {}

  @Idempotent
  @Post
  @Status(HttpStatus.CREATED)
  @Operation(
      extensions =
          @Extension(properties = @ExtensionProperty(name = "x-idempotent", value = "true")),
      summary = "Make a member of your tenant",
      responses = @ApiResponse(responseCode = "409", description = "The e-mail is taken"))
  MemberResponse create(
      @Parameter(hidden = true) Principal principal, @Body @Valid MemberRequest request) {
    Fields.sameTenant(principal, request.tenantId());
    Role role = role(request.role());
    return answer(members.create(principal, request.email(), request.password(), role));
  }

  @Get
  @Operation(summary = "List the members of your tenant")
  MembersResponse list(
      @Parameter(hidden = true) Principal principal,
      @QueryValue @Nullable Integer limit,
      @QueryValue @Nullable String cursor) {
    Page page = Fields.page(limit, cursor);
    List<Member> found = members.list(principal.tenant(), page);
    return new MembersResponse(
        found.stream().map(MemberResponse::of).toList(),
        page.next(found, member -> member.id().toString()).orElse(null));
  }

  @Get("/{id}")
  @Operation(summary = "Read a member")
  MemberResponse read(
      @Parameter(hidden = true) Principal principal,
      @Parameter(description = "The member's id") UUID id) {
    return members
        .find(principal.tenant(), id)
        .map(MemberResponse::of)
        .orElseThrow(() -> Problems.notFound("member " + id));
  }

  @Patch("/{id}")
  @Operation(
      summary = "Give a member another role or status",
      description = "Ends the member's sessions.",
      responses = {
        @ApiResponse(responseCode = "409", description = LOCKING),
        @ApiResponse(responseCode = "503", description = PendingEffectHandler.DESCRIPTION)
      })
  MemberResponse change(
      @Parameter(hidden = true) Principal principal,
      @Parameter(description = "The member's id") UUID id,
      @Body @Valid MemberChangeRequest request) {
    Fields.sameTenant(principal, request.tenantId());
    Optional<Role> role = Optional.ofNullable(request.role()).map(MemberController::role);
    Optional<MemberStatus> status =
        Optional.ofNullable(request.status())
            .map(text -> Fields.oneOf("status", text, MemberStatus.values(), MemberStatus::text));
    return answer(members.change(principal, id, role, status));
  }

  @Delete("/{id}")
  @Status(HttpStatus.NO_CONTENT)
  @Operation(
      summary = "End a member: the account is gone, its sessions end",
      responses = {
        @ApiResponse(responseCode = "409", description = LOCKING),
        @ApiResponse(responseCode = "503", description = PendingEffectHandler.DESCRIPTION)
      })
  void end(
      @Parameter(hidden = true) Principal principal,
      @Parameter(description = "The member's id") UUID id) {
    answer(members.end(principal, id));
  }

  private static Role role(String text) {
    return Fields.oneOf("role", text, Role.values(), Role::text);
  }

  private static MemberResponse answer(MemberResult result) {
    return switch (result) {
      case MemberResult.Done(Member member) -> MemberResponse.of(member);
      case MemberResult.Invalid(String field, String message) ->
          throw Problems.invalid(field, message);
      case MemberResult.EmailTaken() -> throw Problems.conflict("the e-mail is taken");
      case MemberResult.Unknown() -> throw Problems.notFound("such member");
      case MemberResult.NotAllowed(String reason) -> throw Problems.forbidden(reason);
      case MemberResult.Locking(String reason) -> throw Problems.conflict(reason);
    };
  }
}
