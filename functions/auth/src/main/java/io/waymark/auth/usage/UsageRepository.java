package io.waymark.auth.usage;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface UsageRepository extends GenericRepository<UsageRow, Long> {
  /// Adds a batch.
  ///
  /// @param batch as JSON, an object with the field `requests`
  @Query(
      """
      INSERT INTO usage_logs (id, tenant_id, api_key_id, endpoint, method, status_code, latency_ms,
        request_size_bytes, response_size_bytes, timestamp)
      SELECT id, :tenant, api_key, endpoint, method, status, latency_ms, request_bytes, response_bytes, at
      FROM jsonb_to_recordset(CAST(:batch AS jsonb) -> 'requests') AS request (
        id uuid, api_key uuid, endpoint text, method text, status smallint, latency_ms integer,
        request_bytes bigint, response_bytes bigint, at timestamptz)
      ON CONFLICT DO NOTHING""")
  int insert(String tenant, String batch);

  @Query(
      """
      WITH requests AS (
        SELECT status_code, latency_ms, request_size_bytes, response_size_bytes,
          CASE CAST(:by AS text)
            WHEN 'hour' THEN to_char(timestamp AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24')
            WHEN 'day' THEN to_char(timestamp AT TIME ZONE 'UTC', 'YYYY-MM-DD')
            WHEN 'endpoint' THEN method || ' ' || endpoint
            ELSE coalesce(CAST(api_key_id AS text), '')
          END AS name
        FROM usage_logs WHERE tenant_id = :tenant AND timestamp >= :from AND timestamp < :to)
      SELECT row_number() OVER () AS id, coalesce(name, '') AS name, grouping(name) = 1 AS total,
        count(*) AS requests,
        count(*) FILTER (WHERE status_code BETWEEN 400 AND 499) AS client_errors,
        count(*) FILTER (WHERE status_code BETWEEN 500 AND 599) AS server_errors,
        coalesce(percentile_disc(0.5) WITHIN GROUP (ORDER BY latency_ms), 0) AS latency_p50,
        coalesce(percentile_disc(0.95) WITHIN GROUP (ORDER BY latency_ms), 0) AS latency_p95,
        CAST(coalesce(sum(request_size_bytes), 0) AS bigint) AS request_bytes,
        CAST(coalesce(sum(response_size_bytes), 0) AS bigint) AS response_bytes
      FROM requests GROUP BY GROUPING SETS ((name), ()) ORDER BY total DESC, name COLLATE "C\"""")
  List<UsageRow> count(String tenant, Instant from, Instant to, String by);
}
