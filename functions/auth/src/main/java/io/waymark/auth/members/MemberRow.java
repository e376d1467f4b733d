package io.waymark.auth.members;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.waymark.tenancy.Role;
import io.waymark.tenancy.TenantId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A row of `users`.
@MappedEntity("users")
record MemberRow(
    @Id UUID id,
    String tenantId,
    String email,
    String passwordHash,
    String role,
    String status,
    @Nullable Instant lastLoginAt,
    Instant createdAt,
    Instant updatedAt) {
  Member member() {
    return new Member(
        id,
        new TenantId(tenantId),
        new Email(email),
        Role.of(role).orElseThrow(),
        MemberStatus.of(status),
        Optional.ofNullable(lastLoginAt),
        createdAt,
        updatedAt);
  }

  MemberCredentials credentials() {
    return new MemberCredentials(member(), passwordHash);
  }

  @Override
  public String toString() {
    return "MemberRow[" + id + "]";
  }
}
