package io.waymark.auth.deletions;

import io.waymark.auth.database.TenantTransactions;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Rows of PostgreSQL. Those that the application may not delete are deleted by functions of the
/// database, which ask whether the tenant was ended.
@Singleton
final class JdbcTenantRowStore implements TenantRowStore {
  private static final String IS = "=";

  private final TenantRowRepository rows;
  private final TenantTransactions transactions;

  JdbcTenantRowStore(TenantRowRepository rows, TenantTransactions transactions) {
    this.rows = rows;
    this.transactions = transactions;
  }

  @Override
  public Optional<Stands> findForChange(TenantId tenant) {
    return transactions.in(
        tenant,
        () -> rows.findForUpdate(tenant.value()).map(row -> new Stands(row.status(), row.epoch())));
  }

  @Override
  public void end(TenantId tenant, long epoch, Instant now) {
    transactions.in(tenant, () -> rows.end(tenant.value(), epoch, now));
  }

  @Override
  public Map<String, Long> forget(TenantId tenant) {
    return transactions.in(
        tenant,
        () ->
            rows.forget().stream()
                .map(text -> text.split(IS, 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> Long.valueOf(parts[1]))));
  }

  @Override
  public long forgetUsage(TenantId tenant, int most) {
    return transactions.in(tenant, () -> rows.forgetUsage(most));
  }

  @Override
  public AuditDigest auditDigest(TenantId tenant) {
    return transactions.in(
        tenant,
        () ->
            rows.auditHead(tenant.value())
                .map(text -> text.split(IS, 2))
                .map(parts -> new AuditDigest(Long.parseLong(parts[0]), parts[1]))
                .orElse(AuditDigest.NONE));
  }

  @Override
  public long forgetAudit(TenantId tenant) {
    return transactions.in(tenant, rows::forgetAudit);
  }
}
