package io.waymark.edge.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.waymark.edge.priming.Renewed;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The budgets that this instance serves from. Where leases cannot be had, requests pass: limits
/// protect the service, and shall not be what ends it.
@Singleton
final class Budgets implements Renewed {
  /// How long no lease is asked for after one could not be had, so that requests do not each wait.
  static final Duration PAUSE = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(Budgets.class);
  private static final long MOST_BUDGETS = 20_000;

  private final LeaseStore store;
  private final Clock clock;
  private final Cache<Name, Budget> budgets =
      Caffeine.newBuilder().maximumSize(MOST_BUDGETS).build();
  private final AtomicReference<Instant> pausedUntil = new AtomicReference<>(Instant.MIN);

  Budgets(LeaseStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  private record Name(TenantId tenant, String name) {}

  /// Takes one request off the budget `name` of a tenant.
  Admission take(TenantId tenant, String name, Limit limit) {
    Instant now = clock.instant();
    Window window = Window.at(now, name, limit);
    Budget budget =
        budgets.get(new Name(tenant, name), _ -> new Budget(this::lease, tenant, window));
    try {
      return budget.take(window, now);
    } catch (StoreUnavailableException e) {
      return new Admission.Uncounted();
    }
  }

  /// A lease belongs to one instance: two copies that went on with it would give it out twice.
  @Override
  public void renew() {
    budgets.invalidateAll();
    pausedUntil.set(Instant.MIN);
  }

  /// Asks nobody in a pause, also for those who queued while the last answer was waited for.
  private LeaseStore.Lease lease(TenantId tenant, Window window, long wanted) {
    Instant now = clock.instant();
    Instant until = pausedUntil.get();
    if (now.isBefore(until)) {
      throw new StoreUnavailableException("leases", new IllegalStateException("a pause"));
    }
    try {
      LeaseStore.Lease lease = store.take(tenant, window, wanted);
      boolean _ = pausedUntil.compareAndSet(until, Instant.MIN);
      return lease;
    } catch (StoreUnavailableException e) {
      if (pausedUntil.getAndSet(now.plus(PAUSE)).equals(Instant.MIN)) {
        LOG.warn(
            "requests are not limited until leases can be had again: {}: {}",
            e.getMessage(),
            String.valueOf(e.getCause()));
      }
      throw e;
    }
  }
}
