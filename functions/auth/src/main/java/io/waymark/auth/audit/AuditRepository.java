package io.waymark.auth.audit;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface AuditRepository extends GenericRepository<AuditRow, Long> {
  @Query(
      """
      INSERT INTO audit_log (tenant_id, at, actor, action, target, detail)
      VALUES (:tenant, :at, :actor, :action, :target, CAST(:detail AS jsonb))""")
  int insert(String tenant, Instant at, String actor, String action, String target, String detail);

  @Query(
      """
      SELECT * FROM audit_log WHERE tenant_id = :tenant AND id < :before
      ORDER BY id DESC LIMIT :limit""")
  List<AuditRow> newest(String tenant, long before, int limit);
}
