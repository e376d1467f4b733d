package io.waymark.auth.tenants;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
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
import io.waymark.tenancy.TenantId;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

@Controller("/api/v1/tenants")
@Secured(Scope.Names.PLATFORM)
@Tag(name = "Tenants")
class TenantController {
  private static final String ID = "[a-z0-9][a-z0-9-]{0,62}";
  private static final int MAX_SETTINGS = 100;
  private static final int MAX_SETTING_NAME = 100;
  private static final int MAX_SETTING = 1000;

  private final Tenants tenants;

  TenantController(Tenants tenants) {
    this.tenants = tenants;
  }

  /// A wish for a tenant.
  ///
  /// @param admin the tenant's first member; without one, its admin is invited afterwards
  @Serdeable
  @Schema(
      example =
          "{\"id\": \"shop\", \"name\": \"Shop\", \"admin\": {\"email\": \"admin@shop.example\", \"password\": \"a long password\"}}")
  record TenantRequest(
      @NotBlank
          @Pattern(
              regexp = ID,
              message = "must be 1-63 of a-z, 0-9 and '-', not beginning with '-'")
          @Parameter(description = "The tenant's id")
          String id,
      @NotBlank @Size(max = 200) String name,
      @Nullable @Size(max = MAX_SETTINGS) Map<String, @Nullable String> settings,
      @Nullable @Valid AdminRequest admin) {}

  @Serdeable
  record AdminRequest(
      @NotBlank @Size(max = 254) String email, @NotBlank @Size(max = 1024) String password) {
    @Override
    public String toString() {
      return "AdminRequest[" + email + "]";
    }
  }

  @Serdeable
  @Schema(example = "{\"status\": \"suspended\"}")
  record TenantChangeRequest(
      @Nullable @Size(min = 1, max = 200) String name,
      @Nullable @Size(max = MAX_SETTINGS) Map<String, @Nullable String> settings,
      @Nullable String status) {}

  @Serdeable
  record TenantResponse(
      @Parameter(description = "The tenant's id") String id,
      String name,
      String slug,
      Map<String, String> settings,
      String status,
      Instant createdAt,
      Instant updatedAt) {
    static TenantResponse of(Tenant tenant) {
      return new TenantResponse(
          tenant.id().value(),
          tenant.name(),
          tenant.slug(),
          tenant.settings(),
          tenant.status().text(),
          tenant.createdAt(),
          tenant.updatedAt());
    }
  }

  @Serdeable
  record TenantsResponse(List<TenantResponse> tenants, @Nullable String nextCursor) {}

  @Idempotent
  @Post
  @Status(HttpStatus.CREATED)
  @Operation(
      extensions =
          @Extension(properties = @ExtensionProperty(name = "x-idempotent", value = "true")),
      summary = "Make a tenant, with its first admin",
      responses =
          @ApiResponse(responseCode = "409", description = "The id or the admin's e-mail is taken"))
  TenantResponse create(
      @Parameter(hidden = true) Principal principal, @Body @Valid TenantRequest request) {
    Optional<FirstMember> admin =
        Optional.ofNullable(request.admin())
            .map(member -> new FirstMember(member.email(), member.password(), Role.ADMIN));
    Map<String, String> settings =
        request.settings() == null ? Map.of() : settings(request.settings());
    return answer(
        tenants.create(
            principal.subject(),
            new TenantId(request.id()),
            Fields.text("name", request.name()),
            settings,
            admin));
  }

  @Get
  @Operation(summary = "List all tenants")
  TenantsResponse list(
      @Parameter(hidden = true) Principal principal,
      @QueryValue @Nullable Integer limit,
      @QueryValue @Nullable String cursor) {
    if (cursor != null && !cursor.matches(ID)) {
      throw Problems.invalid("cursor", "must be the next_cursor of the page before");
    }
    Page page = new Page(Optional.ofNullable(cursor), Fields.limit(limit));
    List<Tenant> found = tenants.list(principal.tenant(), page);
    return new TenantsResponse(
        found.stream().map(TenantResponse::of).toList(),
        page.next(found, tenant -> tenant.id().value()).orElse(null));
  }

  @Get("/{id}")
  @Operation(summary = "Read a tenant")
  TenantResponse read(@Parameter(description = "The tenant's id") String id) {
    return tenants
        .find(known(id))
        .map(TenantResponse::of)
        .orElseThrow(() -> Problems.notFound("tenant " + id));
  }

  @Patch("/{id}")
  @Operation(
      summary = "Change a tenant's name or settings, suspend it or make it active",
      description = "A suspension voids its tokens and API keys within 30 s.",
      responses = {
        @ApiResponse(
            responseCode = "409",
            description = "The tenant of the operators cannot be suspended"),
        @ApiResponse(responseCode = "503", description = PendingEffectHandler.DESCRIPTION)
      })
  TenantResponse change(
      @Parameter(hidden = true) Principal principal,
      @Parameter(description = "The tenant's id") String id,
      @Body @Valid TenantChangeRequest request) {
    Optional<TenantStatus> status =
        Optional.ofNullable(request.status())
            .map(text -> Fields.oneOf("status", text, TenantStatus.values(), TenantStatus::text));
    Optional<String> name =
        Optional.ofNullable(request.name()).map(text -> Fields.text("name", text));
    Optional<Map<String, String>> settings =
        Optional.ofNullable(request.settings()).map(TenantController::settings);
    return answer(tenants.change(principal.subject(), known(id), name, settings, status));
  }

  /// The settings, each of which has a value that can be stored.
  private static Map<String, String> settings(Map<String, @Nullable String> given) {
    Map<String, String> settings = new TreeMap<>();
    given.forEach(
        (name, value) -> {
          Fields.storable("settings", name);
          String field = "settings." + name;
          if (name.isBlank() || name.length() > MAX_SETTING_NAME) {
            throw Problems.invalid(
                "settings", "must have names of 1 to " + MAX_SETTING_NAME + " characters");
          }
          if (value == null) {
            throw Problems.invalid(field, "must be a text; leave it out to have none");
          }
          if (value.length() > MAX_SETTING) {
            throw Problems.invalid(field, "must have at most " + MAX_SETTING + " characters");
          }
          settings.put(name, Fields.storable(field, value));
        });
    return settings;
  }

  private static TenantId known(String id) {
    try {
      return new TenantId(id);
    } catch (IllegalArgumentException e) {
      throw Problems.notFound("such tenant");
    }
  }

  private static TenantResponse answer(TenantResult result) {
    return switch (result) {
      case TenantResult.Done(Tenant tenant) -> TenantResponse.of(tenant);
      case TenantResult.Invalid(String field, String message) ->
          throw Problems.invalid("admin." + field, message);
      case TenantResult.Taken() ->
          throw Problems.conflict("there is a tenant with this id, or was");
      case TenantResult.EmailTaken() -> throw Problems.conflict("the admin's e-mail is taken");
      case TenantResult.Unknown() -> throw Problems.notFound("such tenant");
      case TenantResult.Locking(String reason) -> throw Problems.conflict(reason);
    };
  }
}
