package io.waymark.edge.tenants;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.waymark.tenancy.installation.Handler;
import java.util.Optional;

/// The role this function takes on for each tenant. Without one its own role serves all.
///
/// @param role its ARN
/// @param handler whose [io.waymark.tenancy.access.TenantAccess] the role has
@ConfigurationProperties("waymark.tenant")
public record TenantRoleConfig(Optional<String> role, Optional<Handler> handler) {
  public TenantRoleConfig {
    if (role.isPresent() != handler.isPresent()) {
      throw new IllegalArgumentException(
          "waymark.tenant.role and waymark.tenant.handler go together: set both or neither");
    }
  }
}
