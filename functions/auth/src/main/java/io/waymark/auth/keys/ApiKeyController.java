package io.waymark.auth.keys;

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
import io.waymark.auth.web.PendingEffectHandler;
import io.waymark.edge.ProblemException;
import io.waymark.edge.Problems;
import io.waymark.edge.idempotency.Idempotent;
import io.waymark.tenancy.Principal;
import io.waymark.tenancy.Scope;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

@Controller("/api/v1/api-keys")
@Secured(Scope.Names.KEYS)
@Tag(name = "API keys")
@ApiResponse(
    responseCode = "403",
    description =
        "API keys are kept by admins, editors and keys with the scope `admin`, and no key gets a"
            + " scope that its maker does not have")
class ApiKeyController {
  private final ApiKeys keys;

  ApiKeyController(ApiKeys keys) {
    this.keys = keys;
  }

  /// A wish for a key.
  ///
  /// @param expiresAt RFC 3339, at most ten years ahead; without it the key holds until it is
  ///   revoked
  @Serdeable
  @Schema(example = "{\"name\": \"shop\", \"scopes\": [\"recommend:read\", \"events:write\"]}")
  record ApiKeyRequest(
      @NotBlank @Size(max = 200) String name,
      @NotEmpty @Size(max = 20) List<String> scopes,
      @Nullable String expiresAt,
      @Nullable String tenantId) {}

  @Serdeable
  record ApiKeyResponse(
      String id,
      String tenantId,
      String name,
      String keyPrefix,
      List<String> scopes,
      String status,
      @Nullable Instant expiresAt,
      @Nullable Instant lastUsedAt,
      Instant createdAt) {
    static ApiKeyResponse of(ApiKey key) {
      return new ApiKeyResponse(
          key.id().toString(),
          key.tenant().value(),
          key.name(),
          key.prefix(),
          key.scopes().stream().map(Scope::text).sorted().toList(),
          key.active() ? "active" : "revoked",
          key.expiresAt().orElse(null),
          key.lastUsedAt().orElse(null),
          key.createdAt());
    }
  }

  /// A key that was just made.
  ///
  /// @param key its whole text, shown this once
  @Serdeable
  record CreatedApiKeyResponse(String key, ApiKeyResponse apiKey) {
    @Override
    public String toString() {
      return "CreatedApiKeyResponse[" + apiKey.id() + "]";
    }
  }

  @Serdeable
  record ApiKeysResponse(List<ApiKeyResponse> apiKeys, @Nullable String nextCursor) {}

  @Idempotent
  @Post
  @Status(HttpStatus.CREATED)
  @Operation(
      extensions =
          @Extension(properties = @ExtensionProperty(name = "x-idempotent", value = "true")),
      summary = "Make an API key; its text is in this answer and never shown again")
  HttpResponse<CreatedApiKeyResponse> create(
      @Parameter(hidden = true) Principal principal, @Body @Valid ApiKeyRequest request) {
    Fields.sameTenant(principal, request.tenantId());
    Set<Scope> scopes =
        request.scopes().stream()
            .map(text -> Fields.oneOf("scopes", text, Scope.values(), Scope::text))
            .collect(Collectors.toUnmodifiableSet());
    Optional<Instant> expiresAt =
        Optional.ofNullable(request.expiresAt()).map(ApiKeyController::instant);
    return switch (keys.create(principal, Fields.text("name", request.name()), scopes, expiresAt)) {
      case ApiKeyResult.Created(ApiKey key, ApiKeyText text) ->
          HttpResponse.status(HttpStatus.CREATED)
              .header("Cache-Control", "no-store")
              .body(new CreatedApiKeyResponse(text.value(), ApiKeyResponse.of(key)));
      case ApiKeyResult.Revoked(ApiKey key) ->
          throw new IllegalStateException("made and revoked: " + key);
      case ApiKeyResult.Refusal refusal -> throw problem(refusal);
    };
  }

  @Get
  @Operation(summary = "List your tenant's API keys, without their secrets")
  ApiKeysResponse list(
      @Parameter(hidden = true) Principal principal,
      @QueryValue @Nullable Integer limit,
      @QueryValue @Nullable String cursor) {
    Page page = Fields.page(limit, cursor);
    List<ApiKey> found = keys.list(principal.tenant(), page);
    return new ApiKeysResponse(
        found.stream().map(ApiKeyResponse::of).toList(),
        page.next(found, key -> key.id().toString()).orElse(null));
  }

  @Get("/{id}")
  @Operation(summary = "Read an API key, without its secret")
  ApiKeyResponse read(
      @Parameter(hidden = true) Principal principal,
      @Parameter(description = "The key's id, not its text") UUID id) {
    return keys.find(principal.tenant(), id)
        .map(ApiKeyResponse::of)
        .orElseThrow(() -> problem(new ApiKeyResult.Unknown()));
  }

  @Delete("/{id}")
  @Operation(
      summary = "Revoke an API key; it is refused everywhere within 30 s",
      responses =
          @ApiResponse(responseCode = "503", description = PendingEffectHandler.DESCRIPTION))
  ApiKeyResponse revoke(
      @Parameter(hidden = true) Principal principal,
      @Parameter(description = "The key's id, not its text") UUID id) {
    return switch (keys.revoke(principal, id)) {
      case ApiKeyResult.Revoked(ApiKey key) -> ApiKeyResponse.of(key);
      case ApiKeyResult.Created(ApiKey key, ApiKeyText text) ->
          throw new IllegalStateException("revoked and made: " + key + text);
      case ApiKeyResult.Refusal refusal -> throw problem(refusal);
    };
  }

  private static Instant instant(String text) {
    try {
      return java.time.OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw Problems.invalid("expires_at", "must be a time like 2027-01-31T12:00:00Z");
    }
  }

  private static ProblemException problem(ApiKeyResult.Refusal refusal) {
    return switch (refusal) {
      case ApiKeyResult.Unknown() -> Problems.notFound("such API key");
      case ApiKeyResult.NotAllowed() ->
          Problems.forbidden("API keys are kept by admins, editors and keys with the scope admin");
      case ApiKeyResult.Beyond(Set<Scope> scopes) ->
          Problems.forbidden("you do not have these scopes yourself: " + ApiKeys.texts(scopes));
      case ApiKeyResult.Expired() -> Problems.invalid("expires_at", "must be in the future");
      case ApiKeyResult.TooLong() ->
          Problems.invalid(
              "expires_at", "must be at most ten years ahead; leave it out for a key without end");
    };
  }
}
