package io.waymark.auth.deletions;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface TenantRowRepository extends GenericRepository<StandsRow, String> {
  @Query("SELECT id, status, epoch FROM tenants WHERE id = :tenant FOR UPDATE")
  Optional<StandsRow> findForUpdate(String tenant);

  @Query(
      """
      UPDATE tenants SET status = 'ended', name = id, slug = id, settings = '{}', epoch = :epoch,
        updated_at = :at
      WHERE id = :tenant""")
  int end(String tenant, long epoch, Instant at);

  @Query("SELECT store || '=' || removed FROM forget_tenant()")
  List<String> forget();

  @Query("SELECT forget_usage(:most)")
  long forgetUsage(int most);

  @Query("SELECT place || '=' || hash FROM audit_heads WHERE tenant_id = :tenant")
  Optional<String> auditHead(String tenant);

  @Query("SELECT forget_audit_log()")
  long forgetAudit();
}
