package io.waymark.auth.sessions;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
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
import io.waymark.auth.web.PendingEffectHandler;
import io.waymark.edge.ProblemException;
import io.waymark.edge.Problems;
import io.waymark.edge.SourceAddress;
import io.waymark.tenancy.Principal;
import io.waymark.tenancy.Scope;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

@Controller("/api/v1/auth")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "Sessions")
class SessionController {
  /// Longer than any password of ours; hashing must not be asked to read megabytes.
  private static final int MAX_TEXT = 1024;

  private static final int MAX_TOKEN = 4096;
  private static final int MAX_CODE = 64;

  private final LogIns logIns;
  private final Sessions sessions;

  SessionController(LogIns logIns, Sessions sessions) {
    this.logIns = logIns;
    this.sessions = sessions;
  }

  /// Who somebody is.
  ///
  /// @param code of a member with a second factor: the app's code of this moment, or a recovery
  ///   code
  @Serdeable
  @Schema(example = "{\"email\": \"admin@demo.com\", \"password\": \"demo123456\"}")
  record LoginRequest(
      @NotBlank @Size(max = MAX_TEXT) String email,
      @NotBlank @Size(max = MAX_TEXT) String password,
      @Nullable @Size(max = MAX_CODE) String code) {
    @Override
    public String toString() {
      return "LoginRequest[" + email + "]";
    }
  }

  @Serdeable
  record RefreshRequest(@NotBlank @Size(max = MAX_TOKEN) String refreshToken) {
    @Override
    public String toString() {
      return "RefreshRequest[]";
    }
  }

  @Serdeable
  record PasswordRequest(
      @NotBlank @Size(max = MAX_TEXT) String currentPassword,
      @NotBlank @Size(max = MAX_TEXT) String newPassword) {
    @Override
    public String toString() {
      return "PasswordRequest[]";
    }
  }

  @Serdeable
  record UserResponse(String id, String email, String tenantId, String role) {
    static UserResponse of(Member member) {
      return new UserResponse(
          member.id().toString(),
          member.email().value(),
          member.tenant().value(),
          member.role().text());
    }
  }

  /// Tokens for requests, and the member they belong to.
  ///
  /// @param accessToken to be sent as `Authorization: Bearer …`
  /// @param refreshToken good for one use at `/auth/refresh`
  /// @param expiresIn seconds the access token holds
  /// @param tokenType `Bearer`
  @Serdeable
  record TokensResponse(
      String accessToken,
      String refreshToken,
      long expiresIn,
      String tokenType,
      UserResponse user) {
    @Override
    public String toString() {
      return "TokensResponse[" + user + "]";
    }
  }

  /// Who calls: a member or an API key.
  ///
  /// @param kind `member` or `api_key`
  /// @param email of a member
  /// @param role of a member
  @Serdeable
  record MeResponse(
      String kind,
      String id,
      String tenantId,
      @Nullable String email,
      @Nullable String role,
      List<String> scopes) {}

  @Post("/login")
  @Secured(SecurityRule.IS_ANONYMOUS)
  @Operation(
      summary = "Log in with e-mail and password, and a code where there is a second factor",
      responses = {
        @ApiResponse(
            responseCode = "401",
            description =
                "The e-mail, the password or the code is wrong, or a code is missing; nobody"
                    + " learns which"),
        @ApiResponse(
            responseCode = "429",
            description = "Too many log-ins failed; try again after `Retry-After` seconds"),
        @ApiResponse(responseCode = "403", description = "The member or the tenant is suspended")
      })
  HttpResponse<TokensResponse> login(
      @Parameter(hidden = true) SourceAddress from, @Body @Valid LoginRequest request) {
    Optional<String> code = Optional.ofNullable(request.code());
    if (code.filter(String::isBlank).isPresent()) {
      throw Problems.invalid("code", "must not be blank; leave it out where you have none");
    }
    return answer(
        logIns.logIn(request.email(), request.password(), code, from),
        "the e-mail, the password or the code is wrong");
  }

  @Post("/refresh")
  @Secured(SecurityRule.IS_ANONYMOUS)
  @Operation(
      summary = "Trade a refresh token for new tokens",
      description =
          "A refresh token is good for one use; one that is used again ends its whole session.",
      responses = {
        @ApiResponse(
            responseCode = "401",
            description = "The refresh token does not hold; log in again"),
        @ApiResponse(responseCode = "403", description = "The member or the tenant is suspended")
      })
  HttpResponse<TokensResponse> refresh(@Body @Valid RefreshRequest request) {
    return answer(
        sessions.refresh(request.refreshToken()), "the refresh token does not hold; log in again");
  }

  @Post("/logout")
  @Secured(Scope.Names.MEMBER)
  @Status(HttpStatus.NO_CONTENT)
  @Operation(
      summary = "End the session of the access token",
      description = "Every token of the session is void at once, here, and elsewhere within 30 s.",
      responses = {
        @ApiResponse(responseCode = "403", description = "An API key, which has no session"),
        @ApiResponse(responseCode = "503", description = PendingEffectHandler.DESCRIPTION)
      })
  void logout(@Parameter(hidden = true) Principal principal) {
    if (!(principal instanceof Principal.Member member)) {
      throw Problems.forbidden("an API key has no session; revoke the key instead");
    }
    sessions.logOut(member);
  }

  @Get("/me")
  @Operation(summary = "Who the credential belongs to and what it may do")
  MeResponse me(@Parameter(hidden = true) Principal principal) {
    List<String> scopes = principal.scopes().stream().map(Scope::text).sorted().toList();
    String tenant = principal.tenant().value();
    return switch (principal) {
      case Principal.Member member ->
          new MeResponse(
              "member", member.subject(), tenant, member.email(), member.role().text(), scopes);
      case Principal.ApiKey key ->
          new MeResponse("api_key", key.subject(), tenant, null, null, scopes);
    };
  }

  @Post("/password")
  @Secured(Scope.Names.MEMBER)
  @Status(HttpStatus.NO_CONTENT)
  @Operation(
      summary = "Change your own password",
      description = "Ends all your sessions, this one too: log in again.",
      responses = {
        @ApiResponse(responseCode = "403", description = "An API key, which has no password"),
        @ApiResponse(
            responseCode = "429",
            description =
                "Too many passwords were wrong, here or at log-ins; try again after `Retry-After`"
                    + " seconds"),
        @ApiResponse(responseCode = "503", description = PendingEffectHandler.DESCRIPTION)
      })
  void password(
      @Parameter(hidden = true) Principal principal,
      @Parameter(hidden = true) SourceAddress from,
      @Body @Valid PasswordRequest request) {
    if (!(principal instanceof Principal.Member member)) {
      throw Problems.forbidden("an API key has no password");
    }
    PasswordChange result =
        logIns.changePassword(member, request.currentPassword(), request.newPassword(), from);
    switch (result) {
      case PasswordChange.Changed() -> {}
      case PasswordChange.TooMany(Duration pause) -> throw tooMany("passwords were wrong", pause);
      case PasswordChange.WrongPassword() ->
          throw Problems.invalid("current_password", "is not your password");
      case PasswordChange.Weak(String objection) ->
          throw Problems.invalid("new_password", objection);
    }
  }

  private static HttpResponse<TokensResponse> answer(LoginResult result, String refusal) {
    return switch (result) {
      case LoginResult.LoggedIn loggedIn -> tokens(loggedIn);
      case LoginResult.Refused() -> throw Problems.unauthorized(refusal);
      case LoginResult.TooMany(Duration pause) -> throw tooMany("log-ins failed", pause);
      case LoginResult.Suspended(String what) ->
          throw Problems.forbidden("the " + what + " is suspended");
    };
  }

  private static ProblemException tooMany(String what, Duration pause) {
    long seconds = pause.plusMillis(999).toSeconds();
    return Problems.tooMany(
        "too many " + what + "; try again in " + seconds + " s", Duration.ofSeconds(seconds));
  }

  private static MutableHttpResponse<TokensResponse> tokens(LoginResult.LoggedIn loggedIn) {
    TokensResponse body =
        new TokensResponse(
            loggedIn.accessToken(),
            loggedIn.refreshToken(),
            Tokens.ACCESS_LIFE.toSeconds(),
            "Bearer",
            UserResponse.of(loggedIn.member()));
    return HttpResponse.ok(body).header("Cache-Control", "no-store");
  }
}
