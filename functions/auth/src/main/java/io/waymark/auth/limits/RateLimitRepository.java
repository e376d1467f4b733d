package io.waymark.auth.limits;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface RateLimitRepository extends GenericRepository<RateLimitRow, UUID> {
  @Query(
      """
      INSERT INTO rate_limits
        (id, tenant_id, limit_type, max_requests, window_seconds, created_at, updated_at)
      VALUES (:id, :tenant, :type, :maxRequests, :windowSeconds, :at, :at)
      ON CONFLICT DO NOTHING""")
  int insert(UUID id, String tenant, String type, long maxRequests, int windowSeconds, Instant at);

  @Query("SELECT * FROM rate_limits WHERE tenant_id = :tenant AND id = :id")
  Optional<RateLimitRow> find(String tenant, UUID id);

  @Query(
      "SELECT * FROM rate_limits WHERE tenant_id = :tenant AND id > :after ORDER BY id LIMIT :limit")
  List<RateLimitRow> listAfter(String tenant, UUID after, int limit);

  @Query(
      """
      UPDATE rate_limits
      SET max_requests = :maxRequests, window_seconds = :windowSeconds, updated_at = :at
      WHERE tenant_id = :tenant AND id = :id""")
  int update(String tenant, UUID id, long maxRequests, int windowSeconds, Instant at);

  @Query("DELETE FROM rate_limits WHERE tenant_id = :tenant AND id = :id")
  int remove(String tenant, UUID id);
}
