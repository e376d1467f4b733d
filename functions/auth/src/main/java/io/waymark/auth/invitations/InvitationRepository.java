package io.waymark.auth.invitations;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface InvitationRepository extends GenericRepository<InvitationRow, UUID> {
  @Query("SELECT * FROM invitation_by_hash(:hash)")
  Optional<InvitationRow> lookUp(String hash);

  @Query(
      """
      INSERT INTO invitations
        (id, tenant_id, email, role, token_hash, invited_by, created_at, expires_at)
      VALUES (:id, :tenant, :email, :role, :hash, :invitedBy, :createdAt, :expiresAt)""")
  int insert(
      UUID id,
      String tenant,
      String email,
      String role,
      String hash,
      String invitedBy,
      Instant createdAt,
      Instant expiresAt);

  @Query("SELECT * FROM invitations WHERE tenant_id = :tenant AND id = :id")
  Optional<InvitationRow> find(String tenant, UUID id);

  @Query("SELECT * FROM invitations WHERE tenant_id = :tenant AND email = :email")
  Optional<InvitationRow> findByEmail(String tenant, String email);

  @Query(
      """
      SELECT * FROM invitations WHERE tenant_id = :tenant AND expires_at > :now AND id > :after
      ORDER BY id LIMIT :limit""")
  List<InvitationRow> listAfter(String tenant, Instant now, UUID after, int limit);

  @Query("DELETE FROM invitations WHERE tenant_id = :tenant AND id = :id")
  int remove(String tenant, UUID id);

  @Query("DELETE FROM invitations WHERE tenant_id = :tenant AND expires_at < :at")
  int removeExpired(String tenant, Instant at);

  @Query("DELETE FROM invitations WHERE tenant_id = :tenant")
  int removeAll(String tenant);
}
