package io.waymark.auth.outbox;

import io.waymark.auth.database.TenantTransactions;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Makes a change with all that belongs to it in one transaction, then brings what follows from it,
/// and what earlier changes left over, to the hot path.
@Singleton
public final class Changes {
  /// More than the sessions of a member: whoever ends them waits until each end is known.
  private static final int ALL = 1000;

  private final TenantTransactions transactions;
  private final Outbox outbox;

  Changes(TenantTransactions transactions, Outbox outbox) {
    this.transactions = transactions;
    this.outbox = outbox;
  }

  /// Makes a change that may take effect later.
  public <T> T in(TenantId tenant, Supplier<T> change) {
    T result = transactions.in(tenant, change);
    outbox.drain(tenant, Outbox.AT_ONCE);
    return result;
  }

  /// Makes a change that takes something away: whoever asked must not believe it in effect before
  /// it is.
  ///
  /// @param made whether a result says that it is so; of any other nothing is to be waited for
  /// @throws PendingEffectException where it is committed and the hot path does not know it yet
  public <T> T inEffect(TenantId tenant, Predicate<? super T> made, Supplier<T> change) {
    T result = transactions.in(tenant, change);
    boolean complete = outbox.drain(tenant, ALL).complete();
    if (!complete && made.test(result)) {
      throw new PendingEffectException();
    }
    return result;
  }
}
