package io.waymark.auth.tenants;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface TenantRepository extends GenericRepository<TenantRow, String> {
  @Query(
      """
      INSERT INTO tenants (id, name, slug, settings, status, epoch, created_at, updated_at)
      VALUES (:id, :name, :slug, CAST(:settings AS jsonb), :status, :epoch, :at, :at)
      ON CONFLICT DO NOTHING""")
  int insert(
      String id, String name, String slug, String settings, String status, long epoch, Instant at);

  @Query("SELECT * FROM tenants WHERE id = :id AND status <> 'ended'")
  Optional<TenantRow> find(String id);

  @Query("SELECT * FROM tenants WHERE id = :id AND status <> 'ended' FOR UPDATE")
  Optional<TenantRow> findForUpdate(String id);

  @Query(
      """
      SELECT * FROM tenants WHERE id COLLATE "C" > :after AND status <> 'ended'
      ORDER BY id COLLATE "C" LIMIT :limit""")
  List<TenantRow> listAfter(String after, int limit);

  @Query("SELECT count(*) FROM tenants WHERE id = :id AND status = 'ended'")
  long countEnded(String id);

  @Query("DELETE FROM deleted_tenants WHERE id = :id AND audit_hash IS NULL")
  int withdrawDeletion(String id);

  @Query(
      """
      UPDATE tenants SET name = :name, settings = CAST(:settings AS jsonb), status = :status,
        epoch = :epoch, updated_at = :at
      WHERE id = :id""")
  int update(String id, String name, String settings, String status, long epoch, Instant at);
}
