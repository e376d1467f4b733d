package io.waymark.auth.sessions;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A row of `sessions`.
@MappedEntity("sessions")
record SessionRow(
    @Id UUID id, UUID userId, Instant createdAt, Instant expiresAt, @Nullable Instant endedAt) {
  Session session() {
    return new Session(id, userId, createdAt, expiresAt, Optional.ofNullable(endedAt));
  }
}
