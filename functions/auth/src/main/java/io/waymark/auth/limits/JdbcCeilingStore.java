package io.waymark.auth.limits;

import io.waymark.auth.database.TenantTransactions;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import java.util.List;

/// Ceilings in PostgreSQL.
@Singleton
final class JdbcCeilingStore implements CeilingStore {
  private final CeilingRepository rows;
  private final TenantTransactions transactions;

  JdbcCeilingStore(CeilingRepository rows, TenantTransactions transactions) {
    this.rows = rows;
    this.transactions = transactions;
  }

  @Override
  public List<Ceiling> list(TenantId tenant) {
    return transactions.in(
        tenant, () -> rows.list(tenant.value()).stream().map(CeilingRow::ceiling).toList());
  }

  @Override
  public void put(TenantId tenant, Ceiling ceiling) {
    transactions.in(
        tenant,
        () ->
            rows.put(
                tenant.value(),
                ceiling.type(),
                ceiling.limit().requests(),
                ceiling.limit().windowSeconds()));
  }

  @Override
  public boolean remove(TenantId tenant, String type) {
    return transactions.in(tenant, () -> rows.remove(tenant.value(), type) == 1);
  }
}
