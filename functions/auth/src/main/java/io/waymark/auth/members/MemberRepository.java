package io.waymark.auth.members;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface MemberRepository extends GenericRepository<MemberRow, UUID> {
  @Query("SELECT * FROM member_by_email(:email)")
  Optional<MemberRow> findByEmail(String email);

  @Query(
      """
      INSERT INTO users
        (id, tenant_id, email, password_hash, role, status, created_at, updated_at)
      VALUES (:id, :tenant, :email, :passwordHash, :role, :status, :at, :at)
      ON CONFLICT DO NOTHING""")
  int insert(
      UUID id,
      String tenant,
      String email,
      String passwordHash,
      String role,
      String status,
      Instant at);

  @Query("SELECT * FROM users WHERE tenant_id = :tenant AND id = :id")
  Optional<MemberRow> find(String tenant, UUID id);

  @Query("SELECT * FROM users WHERE tenant_id = :tenant AND id = :id FOR UPDATE")
  Optional<MemberRow> findForUpdate(String tenant, UUID id);

  @Query("SELECT * FROM users WHERE tenant_id = :tenant AND id > :after ORDER BY id LIMIT :limit")
  List<MemberRow> listAfter(String tenant, UUID after, int limit);

  @Query(
      """
      SELECT id FROM users
      WHERE tenant_id = :tenant AND status = 'active' AND role IN ('admin', 'platform_admin')
      ORDER BY id FOR UPDATE""")
  List<UUID> administratorsForUpdate(String tenant);

  @Query(
      """
      UPDATE users SET role = :role, status = :status, updated_at = :at
      WHERE tenant_id = :tenant AND id = :id""")
  int update(String tenant, UUID id, String role, String status, Instant at);

  @Query(
      """
      UPDATE users SET password_hash = :passwordHash, updated_at = :at
      WHERE tenant_id = :tenant AND id = :id AND password_hash = :verified""")
  int updatePassword(String tenant, UUID id, String verified, String passwordHash, Instant at);

  @Query("UPDATE users SET last_login_at = :at WHERE tenant_id = :tenant AND id = :id")
  int updateLogin(String tenant, UUID id, Instant at);

  @Query("DELETE FROM users WHERE tenant_id = :tenant AND id = :id")
  int remove(String tenant, UUID id);
}
