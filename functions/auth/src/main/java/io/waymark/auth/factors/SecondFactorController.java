package io.waymark.auth.factors;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
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

@Controller("/api/v1/auth/second-factor")
@Secured(Scope.Names.MEMBER)
@Tag(name = "Sessions")
@ApiResponse(responseCode = "403", description = "An API key, which has no second factor")
class SecondFactorController {
  private static final String TOO_MANY =
      "Too many passwords or codes were wrong, here or at log-ins; try again after `Retry-After`"
          + " seconds";
  private static final int MAX_PASSWORD = 1024;
  private static final int MAX_CODE = 64;

  private final SecondFactors factors;

  SecondFactorController(SecondFactors factors) {
    this.factors = factors;
  }

  @Serdeable
  @Schema(example = "{\"password\": \"demo123456\"}")
  record SecondFactorRequest(@NotBlank @Size(max = MAX_PASSWORD) String password) {
    @Override
    public String toString() {
      return "SecondFactorRequest[]";
    }
  }

  @Serdeable
  @Schema(example = "{\"code\": \"123456\"}")
  record SecondFactorCodeRequest(@NotBlank @Size(max = MAX_CODE) String code) {
    @Override
    public String toString() {
      return "SecondFactorCodeRequest[]";
    }
  }

  @Serdeable
  @Schema(example = "{\"password\": \"demo123456\", \"code\": \"123456\"}")
  record SecondFactorOffRequest(
      @NotBlank @Size(max = MAX_PASSWORD) String password,
      @NotBlank @Size(max = MAX_CODE) String code) {
    @Override
    public String toString() {
      return "SecondFactorOffRequest[]";
    }
  }

  /// A second factor that is to be confirmed; none of it is ever shown again.
  ///
  /// @param secret in base32, to be typed into an app
  /// @param uri the same for a QR code
  /// @param recoveryCodes each good once in the place of a code, from the confirmation on
  @Serdeable
  record BegunSecondFactorResponse(String secret, String uri, List<String> recoveryCodes) {
    @Override
    public String toString() {
      return "BegunSecondFactorResponse[]";
    }
  }

  /// Whether a code is asked for at log-ins.
  ///
  /// @param state `none`, `unconfirmed` or `set`
  /// @param recoveryCodesLeft of ten
  @Serdeable
  record SecondFactorResponse(String state, int recoveryCodesLeft) {
    static SecondFactorResponse of(Optional<SecondFactor> factor) {
      return factor
          .map(
              each ->
                  new SecondFactorResponse(
                      each.confirmed() ? "set" : "unconfirmed", each.recoveryHashes().size()))
          .orElse(new SecondFactorResponse("none", 0));
    }
  }

  @Get
  @Operation(summary = "Whether you have a second factor")
  SecondFactorResponse readSecondFactor(@Parameter(hidden = true) Principal principal) {
    return SecondFactorResponse.of(factors.find(member(principal)));
  }

  @Post
  @Operation(
      summary = "Begin a second factor: a secret for an authenticator app, and recovery codes",
      description =
          "Nothing of it is ever shown again, and none of it counts until a code confirms it.",
      responses = {
        @ApiResponse(
            responseCode = "409",
            description = "There is one already, or it was changed at the same time"),
        @ApiResponse(responseCode = "429", description = TOO_MANY)
      })
  HttpResponse<BegunSecondFactorResponse> beginSecondFactor(
      @Parameter(hidden = true) Principal principal,
      @Parameter(hidden = true) SourceAddress from,
      @Body @Valid SecondFactorRequest request) {
    FactorChange result = factors.begin(member(principal), request.password(), from);
    if (result instanceof FactorChange.Begun(String secret, String uri, List<String> codes)) {
      return HttpResponse.ok(new BegunSecondFactorResponse(secret, uri, codes))
          .header("Cache-Control", "no-store");
    }
    throw problem(result, "password", "is not your password");
  }

  @Post("/confirm")
  @Status(HttpStatus.NO_CONTENT)
  @Operation(
      summary = "Confirm a second factor by a code of the app: log-ins ask for one from then on",
      description = "Ends all your sessions, this one too: log in again, with a code.",
      responses = {
        @ApiResponse(responseCode = "409", description = "There is nothing to confirm"),
        @ApiResponse(responseCode = "429", description = TOO_MANY),
        @ApiResponse(responseCode = "503", description = PendingEffectHandler.DESCRIPTION)
      })
  void confirmSecondFactor(
      @Parameter(hidden = true) Principal principal,
      @Parameter(hidden = true) SourceAddress from,
      @Body @Valid SecondFactorCodeRequest request) {
    done(
        factors.confirm(member(principal), request.code(), from),
        "code",
        "is not the app's code of this moment");
  }

  @Post("/off")
  @Status(HttpStatus.NO_CONTENT)
  @Operation(
      summary = "Switch your second factor off, by your password and a code",
      description = "Ends all your sessions, this one too: log in again.",
      responses = {
        @ApiResponse(
            responseCode = "409",
            description = "There is none, or it was changed at the same time"),
        @ApiResponse(responseCode = "429", description = TOO_MANY),
        @ApiResponse(responseCode = "503", description = PendingEffectHandler.DESCRIPTION)
      })
  void switchOffSecondFactor(
      @Parameter(hidden = true) Principal principal,
      @Parameter(hidden = true) SourceAddress from,
      @Body @Valid SecondFactorOffRequest request) {
    done(
        factors.switchOff(member(principal), request.password(), request.code(), from),
        "password",
        "or code is wrong");
  }

  private static void done(FactorChange result, String field, String wrong) {
    if (!(result instanceof FactorChange.Done)) {
      throw problem(result, field, wrong);
    }
  }

  private static ProblemException problem(FactorChange result, String field, String wrong) {
    return switch (result) {
      case FactorChange.Wrong() -> Problems.invalid(field, wrong);
      case FactorChange.NotNow(String reason) -> Problems.conflict(reason);
      case FactorChange.TooMany(Duration pause) -> {
        long seconds = pause.plusMillis(999).toSeconds();
        yield Problems.tooMany(
            "too many passwords or codes were wrong; try again in " + seconds + " s",
            Duration.ofSeconds(seconds));
      }
      case FactorChange.Begun _, FactorChange.Done _ ->
          throw new IllegalStateException("no problem: " + result);
    };
  }

  private static Principal.Member member(Principal principal) {
    if (principal instanceof Principal.Member member) {
      return member;
    }
    throw Problems.forbidden("an API key has no second factor");
  }
}
