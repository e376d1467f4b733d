package io.waymark.auth.tenants;

/// What became of something wanted of a tenant.
public sealed interface TenantResult {
  /// It is so now.
  record Done(Tenant tenant) implements TenantResult {}

  /// A field of the request will not do.
  record Invalid(String field, String message) implements TenantResult {}

  /// There is a tenant with this id, or was.
  record Taken() implements TenantResult {}

  /// Somebody, at whatever tenant, has the first admin's e-mail.
  record EmailTaken() implements TenantResult {}

  /// There is no such tenant.
  record Unknown() implements TenantResult {}

  /// It would lock the operators out.
  record Locking(String reason) implements TenantResult {}
}
