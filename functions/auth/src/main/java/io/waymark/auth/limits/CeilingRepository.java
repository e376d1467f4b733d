package io.waymark.auth.limits;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface CeilingRepository extends GenericRepository<CeilingRow, String> {
  @Query(
      """
      SELECT limit_type, max_requests, window_seconds FROM rate_limit_ceilings
      WHERE tenant_id = :tenant ORDER BY limit_type""")
  List<CeilingRow> list(String tenant);

  @Query(
      """
      INSERT INTO rate_limit_ceilings (tenant_id, limit_type, max_requests, window_seconds)
      VALUES (:tenant, :type, :maxRequests, :windowSeconds)
      ON CONFLICT (tenant_id, limit_type) DO UPDATE
      SET max_requests = excluded.max_requests, window_seconds = excluded.window_seconds""")
  int put(String tenant, String type, long maxRequests, int windowSeconds);

  @Query("DELETE FROM rate_limit_ceilings WHERE tenant_id = :tenant AND limit_type = :type")
  int remove(String tenant, String type);
}
