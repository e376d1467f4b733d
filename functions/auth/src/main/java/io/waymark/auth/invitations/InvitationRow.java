package io.waymark.auth.invitations;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.waymark.auth.members.Email;
import io.waymark.tenancy.Role;
import io.waymark.tenancy.TenantId;
import java.time.Instant;
import java.util.UUID;

/// A row of `invitations`.
@MappedEntity("invitations")
record InvitationRow(
    @Id UUID id,
    String tenantId,
    String email,
    String role,
    String tokenHash,
    String invitedBy,
    Instant createdAt,
    Instant expiresAt) {
  Invitation invitation() {
    return new Invitation(
        id,
        new TenantId(tenantId),
        new Email(email),
        Role.of(role).orElseThrow(),
        tokenHash,
        invitedBy,
        createdAt,
        expiresAt);
  }

  @Override
  public String toString() {
    return "InvitationRow[" + id + "]";
  }
}
