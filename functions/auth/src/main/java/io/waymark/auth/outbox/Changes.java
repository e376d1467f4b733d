package io.waymark.auth.outbox;

import io.waymark.auth.database.TenantTransactions;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import java.util.function.Supplier;

/// Makes a change with all that belongs to it in one transaction, then brings what follows from it,
/// and what earlier changes left over, to the hot path.
@Singleton
public final class Changes {
  private final TenantTransactions transactions;
  private final Outbox outbox;

  Changes(TenantTransactions transactions, Outbox outbox) {
    this.transactions = transactions;
    this.outbox = outbox;
  }

  public <T> T in(TenantId tenant, Supplier<T> change) {
    T result = transactions.in(tenant, change);
    outbox.drain(tenant);
    return result;
  }
}
