package io.waymark.auth.tenants;

import io.waymark.auth.members.TenantNames;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;

/// The names that tenants have now.
@Singleton
final class StoredNames implements TenantNames {
  private final TenantStore tenants;

  StoredNames(TenantStore tenants) {
    this.tenants = tenants;
  }

  @Override
  public String of(TenantId tenant) {
    return tenants.find(tenant).map(Tenant::name).orElse(tenant.value());
  }
}
