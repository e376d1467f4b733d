package io.waymark.auth.invitations;

import io.waymark.auth.members.Email;
import io.waymark.tenancy.Role;
import io.waymark.tenancy.TenantId;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/// Who may become a member of a tenant, until then and not after.
///
/// @param hash lower-case hexadecimal SHA-256 of the secret of its link
/// @param invitedBy a member's or key's id
public record Invitation(
    UUID id,
    TenantId tenant,
    Email email,
    Role role,
    String hash,
    String invitedBy,
    Instant createdAt,
    Instant expiresAt) {
  public Invitation {
    if ((role == Role.PLATFORM_ADMIN) != tenant.equals(TenantId.PLATFORM)) {
      throw new IllegalArgumentException("platform_admin is the role of the tenant platform");
    }
  }

  boolean open(Instant now) {
    return now.isBefore(expiresAt);
  }

  /// What the audit log tells of it; not the e-mail, which the log would keep for good.
  Map<String, String> state() {
    return Map.of("role", role.text(), "expires_at", expiresAt.toString());
  }

  @Override
  public String toString() {
    return "Invitation[" + id + ", tenant=" + tenant + "]";
  }
}
