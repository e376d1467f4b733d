package io.waymark.auth.audit;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface AuditRepository extends GenericRepository<AuditRow, Long> {
  @Query(
      """
      INSERT INTO audit_log (tenant_id, at, actor, source, action, target, before, detail)
      VALUES (:tenant, :at, :actor, :source, :action, :target,
        CAST(:was AS jsonb), CAST(:becomes AS jsonb))""")
  int insert(
      String tenant,
      Instant at,
      String actor,
      String source,
      String action,
      String target,
      String was,
      String becomes);

  @Query(
      """
      INSERT INTO audit_log (tenant_id, note, at, actor, source, action, target, before, detail)
      VALUES (:tenant, :note, :at, :actor, :source, :action, :target,
        CAST(:was AS jsonb), CAST(:becomes AS jsonb))
      ON CONFLICT (tenant_id, note) DO NOTHING""")
  int insertOnce(
      String tenant,
      UUID note,
      Instant at,
      String actor,
      String source,
      String action,
      String target,
      String was,
      String becomes);

  @Query(
      """
      SELECT id, at, actor, source, action, target, before, detail FROM audit_log
      WHERE tenant_id = :tenant AND id < :beyond
      ORDER BY id DESC LIMIT :limit""")
  List<AuditRow> newest(String tenant, long beyond, int limit);

  @Query(
      """
      SELECT id, at, actor, source, action, target, before, detail FROM audit_log
      WHERE tenant_id = :tenant AND target = :target
      ORDER BY id DESC LIMIT 1""")
  Optional<AuditRow> newestOf(String tenant, String target);
}
