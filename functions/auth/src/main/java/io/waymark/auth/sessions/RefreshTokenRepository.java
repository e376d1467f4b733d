package io.waymark.auth.sessions;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface RefreshTokenRepository extends GenericRepository<RefreshTokenRow, UUID> {
  @Query("SELECT * FROM refresh_token_by_id(:id)")
  Optional<RefreshTokenRow> lookUp(UUID id);

  @Query("SELECT * FROM refresh_tokens WHERE tenant_id = :tenant AND id = :id")
  Optional<RefreshTokenRow> find(String tenant, UUID id);

  @Query(
      """
      INSERT INTO refresh_tokens (id, tenant_id, session_id, token_hash, created_at, expires_at)
      VALUES (:id, :tenant, :session, :hash, :createdAt, :expiresAt)""")
  int insert(
      UUID id, String tenant, UUID session, String hash, Instant createdAt, Instant expiresAt);

  @Query(
      """
      UPDATE refresh_tokens SET rotated_at = :at, sealed_successor = :sealedSuccessor
      WHERE tenant_id = :tenant AND id = :id AND rotated_at IS NULL""")
  int rotate(String tenant, UUID id, Instant at, String sealedSuccessor);
}
