package io.waymark.auth.sessions;

import io.waymark.tenancy.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Keeps sessions and their refresh tokens.
public interface RefreshTokenStore {
  /// The token with this id: the one look-up here that comes before the tenant is known.
  Optional<RefreshToken> findById(UUID id);

  /// Begins `session` with its first token.
  void open(TenantId tenant, Session session, RefreshToken first);

  /// The session, which nobody else may change until the transaction ends.
  Optional<Session> lockSession(TenantId tenant, UUID session);

  Optional<RefreshToken> find(TenantId tenant, UUID id);

  /// Ends the token `id` and puts `successor` in its place.
  void rotate(TenantId tenant, UUID id, RefreshToken.Rotation rotation, RefreshToken successor);

  /// Ends a session; false where there is none or it had ended.
  boolean end(TenantId tenant, UUID session, Instant at);

  /// Ends all sessions of a member.
  ///
  /// @return those that had not ended
  List<UUID> endAll(TenantId tenant, UUID member, Instant at);

  /// Ends all sessions of the tenant, whosever they are; says how many had not ended.
  int endAll(TenantId tenant, Instant at);

  /// Forgets sessions that expired before `at`, with their tokens.
  void removeExpired(TenantId tenant, Instant at);
}
