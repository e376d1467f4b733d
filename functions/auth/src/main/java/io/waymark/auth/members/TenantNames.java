package io.waymark.auth.members;

import io.waymark.tenancy.TenantId;

/// What tenants are called.
public interface TenantNames {
  String of(TenantId tenant);
}
