package io.waymark.auth.sessions;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.waymark.tenancy.TenantId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A row of `refresh_tokens`.
@MappedEntity("refresh_tokens")
record RefreshTokenRow(
    @Id UUID id,
    String tenantId,
    UUID sessionId,
    String tokenHash,
    Instant createdAt,
    Instant expiresAt,
    @Nullable Instant rotatedAt,
    @Nullable String sealedSuccessor) {
  RefreshToken token() {
    return new RefreshToken(
        id, new TenantId(tenantId), sessionId, tokenHash, createdAt, expiresAt, rotation());
  }

  private Optional<RefreshToken.Rotation> rotation() {
    return rotatedAt == null || sealedSuccessor == null
        ? Optional.empty()
        : Optional.of(new RefreshToken.Rotation(rotatedAt, sealedSuccessor));
  }
}
