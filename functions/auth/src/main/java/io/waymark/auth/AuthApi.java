package io.waymark.auth;

import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.info.License;
import io.swagger.v3.oas.annotations.tags.Tag;

/// What the generated OpenAPI document says of this function as a whole.
@OpenAPIDefinition(
    info =
        @Info(
            title = "Waymark auth",
            version = "1",
            description = "Log-in, tokens, tenants, members, API keys, limits, usage, audit",
            license = @License(name = "Apache-2.0")),
    tags = {
      @Tag(name = "Sessions", description = "Log in, stay logged in, log out"),
      @Tag(name = "Tenants", description = "For operators: members with the role `platform_admin`"),
      @Tag(name = "Members", description = "The accounts of people at your tenant"),
      @Tag(name = "API keys", description = "Credentials of programs; a key's text is shown once"),
      @Tag(
          name = "Rate limits",
          description = "How often your tenant may call; stored, not enforced yet"),
      @Tag(name = "Usage", description = "How much your tenant asked"),
      @Tag(name = "Audit", description = "Who did what at your tenant"),
      @Tag(name = "Keys", description = "What verifies this installation's tokens")
    })
final class AuthApi {
  private AuthApi() {}
}
