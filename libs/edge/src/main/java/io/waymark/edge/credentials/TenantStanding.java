package io.waymark.edge.credentials;

/// Whether a tenant's credentials hold.
///
/// @param epoch tokens of a smaller epoch are void; raised when all of a tenant's sessions must end
public record TenantStanding(boolean active, long epoch) {}
