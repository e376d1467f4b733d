package io.waymark.tenancy;

/// A client of a store of which one tenant's part is within reach at a time. Who holds this instead
/// of the client cannot forget to say for whom it asks (ADR 0015).
///
/// @param <C> the client
@FunctionalInterface
public interface TenantScoped<C> {
  /// The client, for what belongs to `tenant`; not to be closed.
  C of(TenantId tenant);
}
