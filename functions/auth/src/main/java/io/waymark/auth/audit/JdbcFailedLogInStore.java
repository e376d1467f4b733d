package io.waymark.auth.audit;

import io.waymark.auth.database.LookupTransactions;
import io.waymark.auth.database.TenantTransactions;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;

/// Failed log-ins in PostgreSQL.
@Singleton
final class JdbcFailedLogInStore implements FailedLogInStore {
  private final FailedLogInRepository rows;
  private final TenantTransactions transactions;
  private final LookupTransactions lookups;

  JdbcFailedLogInStore(
      FailedLogInRepository rows, TenantTransactions transactions, LookupTransactions lookups) {
    this.rows = rows;
    this.transactions = transactions;
    this.lookups = lookups;
  }

  @Override
  public void count(TenantId tenant, String account, Instant minute, String source) {
    transactions.in(tenant, () -> rows.count(tenant.value(), account, minute, source));
  }

  @Override
  public List<FailedLogIn> take(TenantId tenant, Instant ended, int most) {
    return transactions.in(
        tenant,
        () -> {
          List<FailedLogInRow> taken = rows.ended(tenant.value(), ended, most);
          taken.forEach(row -> rows.remove(tenant.value(), row.account(), row.minute()));
          return taken.stream().map(FailedLogInRow::failed).toList();
        });
  }

  @Override
  public List<TenantId> tenantsWaiting(Instant ended, int most) {
    return lookups.beforeTheTenant(
        () -> rows.tenantsWaiting(ended, most).stream().map(TenantId::new).toList());
  }
}
