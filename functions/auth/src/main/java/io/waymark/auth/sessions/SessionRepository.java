package io.waymark.auth.sessions;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface SessionRepository extends GenericRepository<SessionRow, UUID> {
  @Query(
      """
      INSERT INTO sessions (id, tenant_id, user_id, created_at, expires_at)
      VALUES (:id, :tenant, :member, :createdAt, :expiresAt)""")
  int insert(UUID id, String tenant, UUID member, Instant createdAt, Instant expiresAt);

  @Query(
      """
      SELECT id, user_id, created_at, expires_at, ended_at FROM sessions
      WHERE tenant_id = :tenant AND id = :id FOR UPDATE""")
  Optional<SessionRow> findForUpdate(String tenant, UUID id);

  @Query("UPDATE sessions SET expires_at = :expiresAt WHERE tenant_id = :tenant AND id = :id")
  int extend(String tenant, UUID id, Instant expiresAt);

  @Query(
      """
      UPDATE sessions SET ended_at = :at
      WHERE tenant_id = :tenant AND id = :id AND ended_at IS NULL""")
  int end(String tenant, UUID id, Instant at);

  @Query(
      """
      SELECT id FROM sessions
      WHERE tenant_id = :tenant AND user_id = :member AND ended_at IS NULL ORDER BY id FOR UPDATE""")
  List<UUID> openOnes(String tenant, UUID member);

  @Query("UPDATE sessions SET ended_at = :at WHERE tenant_id = :tenant AND ended_at IS NULL")
  int endAll(String tenant, Instant at);

  @Query("DELETE FROM sessions WHERE tenant_id = :tenant AND expires_at < :at")
  int removeExpired(String tenant, Instant at);
}
