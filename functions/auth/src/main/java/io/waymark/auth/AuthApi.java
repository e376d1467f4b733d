package io.waymark.auth;

import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.info.License;

/// What the generated OpenAPI document says of this function as a whole.
@OpenAPIDefinition(
    info =
        @Info(
            title = "Waymark auth",
            version = "1",
            description = "Log-in, tokens, tenants, members, API keys, limits, audit",
            license = @License(name = "Apache-2.0")))
final class AuthApi {
  private AuthApi() {}
}
