package io.waymark.auth.tenants;

import io.waymark.tenancy.Role;

/// Who administers a tenant from its beginning.
public record FirstMember(String email, String password, Role role) {
  @Override
  public String toString() {
    return "FirstMember[" + role + "]";
  }
}
