package io.waymark.edge.credentials;

import io.waymark.edge.limits.TenantLimits;

/// Whether a tenant's credentials hold, and how much may be asked with them.
///
/// @param epoch tokens of a smaller epoch are void; raised when all of a tenant's sessions must end
public record TenantStanding(boolean active, long epoch, TenantLimits limits) {}
