package io.waymark.auth.sessions;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// A log-in and all tokens that came of it.
///
/// @param expiresAt when its last refresh token expires
public record Session(
    UUID id, UUID member, Instant createdAt, Instant expiresAt, Optional<Instant> endedAt) {}
