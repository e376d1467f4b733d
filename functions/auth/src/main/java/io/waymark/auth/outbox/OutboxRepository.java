package io.waymark.auth.outbox;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface OutboxRepository extends GenericRepository<OutboxRow, Long> {
  @Query(
      """
      INSERT INTO outbox (tenant_id, row_key, attributes)
      VALUES (:tenant, :rowKey, CAST(:attributes AS jsonb))""")
  int insert(String tenant, String rowKey, String attributes);

  @Query(
      """
      SELECT id, row_key, attributes FROM outbox WHERE tenant_id = :tenant
      ORDER BY id LIMIT :limit""")
  List<OutboxRow> oldest(String tenant, int limit);

  @Query("SELECT waiting.id FROM tenants_waiting(:most) AS waiting (id)")
  List<String> tenantsWaiting(int most);

  @Query("DELETE FROM outbox WHERE tenant_id = :tenant AND id = :id")
  int remove(String tenant, long id);
}
