package io.waymark.auth.deletions;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface DeletionRepository extends GenericRepository<DeletionRow, String> {
  @Query(
      """
      SELECT id, requested_at, audit_entries, audit_hash, removed, completed_at, looked_again_at
      FROM deleted_tenants WHERE id = :tenant""")
  Optional<DeletionRow> find(String tenant);

  @Query(
      """
      INSERT INTO deleted_tenants (id, requested_at, actor) VALUES (:tenant, :at, :actor)
      ON CONFLICT DO NOTHING""")
  int insert(String tenant, Instant at, String actor);

  @Query(
      """
      UPDATE deleted_tenants SET audit_entries = :entries, audit_hash = :hash,
        removed = CAST(:removed AS jsonb), completed_at = :completed, looked_again_at = :again
      WHERE id = :tenant""")
  int update(
      String tenant,
      @Nullable Long entries,
      @Nullable String hash,
      String removed,
      @Nullable Instant completed,
      @Nullable Instant again);

  @Query("SELECT count(*) FROM deleted_tenants WHERE id = :tenant")
  long count(String tenant);

  @Query("DELETE FROM deleted_tenants WHERE id = :tenant AND audit_hash IS NULL")
  int remove(String tenant);

  @Query(
      """
      SELECT id FROM deleted_tenants
      WHERE completed_at IS NULL OR looked_again_at IS NULL AND requested_at < :before
      ORDER BY random() LIMIT :most""")
  List<String> waiting(Instant before, int most);
}
