package io.waymark.auth.audit;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface FailedLogInRepository extends GenericRepository<FailedLogInRow, String> {
  @Query(
      """
      INSERT INTO failed_log_ins AS known (tenant_id, account, minute, failures, source)
      VALUES (:tenant, :account, :minute, 1, :source)
      ON CONFLICT (tenant_id, account, minute) DO UPDATE
      SET failures = known.failures + 1, source = excluded.source""")
  int count(String tenant, String account, Instant minute, String source);

  @Query(
      """
      SELECT account, minute, failures, source FROM failed_log_ins
      WHERE tenant_id = :tenant AND minute < :ended
      ORDER BY minute, account LIMIT :most FOR UPDATE SKIP LOCKED""")
  List<FailedLogInRow> ended(String tenant, Instant ended, int most);

  @Query(
      """
      DELETE FROM failed_log_ins
      WHERE tenant_id = :tenant AND account = :account AND minute = :minute""")
  int remove(String tenant, String account, Instant minute);

  @Query("SELECT waiting.id FROM tenants_with_failed_log_ins(:ended, :most) AS waiting (id)")
  List<String> tenantsWaiting(Instant ended, int most);
}
