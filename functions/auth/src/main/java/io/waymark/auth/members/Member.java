package io.waymark.auth.members;

import io.waymark.tenancy.Role;
import io.waymark.tenancy.TenantId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// An account of a person at a tenant. A `platform_admin` belongs to the tenant `platform`, and
/// nobody else does.
public record Member(
    UUID id,
    TenantId tenant,
    Email email,
    Role role,
    MemberStatus status,
    Optional<Instant> lastLoginAt,
    Instant createdAt,
    Instant updatedAt) {
  public Member {
    if ((role == Role.PLATFORM_ADMIN) != tenant.equals(TenantId.PLATFORM)) {
      throw new IllegalArgumentException("platform_admin is the role of the tenant platform");
    }
  }

  /// A member that begins now.
  public static Member begin(UUID id, TenantId tenant, Email email, Role role, Instant now) {
    return new Member(id, tenant, email, role, MemberStatus.ACTIVE, Optional.empty(), now, now);
  }

  public boolean active() {
    return status == MemberStatus.ACTIVE;
  }

  boolean administers() {
    return active() && (role == Role.ADMIN || role == Role.PLATFORM_ADMIN);
  }

  Member as(Role newRole, MemberStatus newStatus, Instant now) {
    return new Member(id, tenant, email, newRole, newStatus, lastLoginAt, createdAt, now);
  }

  /// What the audit log tells of it; not the e-mail, which the log would keep for good.
  public Map<String, String> state() {
    return Map.of("role", role.text(), "status", status.text());
  }
}
