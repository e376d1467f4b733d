package io.waymark.auth.factors;

import io.waymark.auth.database.TenantTransactions;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;

/// Second factors in PostgreSQL.
@Singleton
final class JdbcSecondFactorStore implements SecondFactorStore {
  private final SecondFactorRepository rows;
  private final TenantTransactions transactions;

  JdbcSecondFactorStore(SecondFactorRepository rows, TenantTransactions transactions) {
    this.rows = rows;
    this.transactions = transactions;
  }

  @Override
  public Optional<SecondFactor> find(TenantId tenant, UUID member) {
    return transactions.in(
        tenant, () -> rows.find(tenant.value(), member).map(SecondFactorRow::factor));
  }

  @Override
  public void put(TenantId tenant, SecondFactor factor) {
    transactions.in(
        tenant,
        () ->
            rows.put(
                tenant.value(),
                factor.member(),
                factor.sealedSecret(),
                String.join(",", factor.recoveryHashes()),
                factor.confirmedAt().orElse(null),
                factor.lastStep()));
  }

  @Override
  public boolean remove(TenantId tenant, UUID member) {
    return transactions.in(tenant, () -> rows.remove(tenant.value(), member) == 1);
  }
}
