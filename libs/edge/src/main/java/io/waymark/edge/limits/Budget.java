package io.waymark.edge.limits;

import io.waymark.tenancy.TenantId;
import java.time.Duration;
import java.time.Instant;

/// One limit as one instance serves it: the lease it holds in the present window.
final class Budget {
  /// A lease is this part of a window's budget, or one request. Ten instances that keep all of
  /// their last one lose 4 % of it, and a window costs some 300 writes at most, and a few for each
  /// instance that finds nothing left.
  static final long LEASES = 250;

  /// Nor is it more than this part of what is left, so that the end of a budget is shared by many.
  private static final long OF_THE_REST = 10;

  private final LeaseStore store;
  private final TenantId tenant;
  private Window window;
  private long held;
  private long left;

  Budget(LeaseStore store, TenantId tenant, Window window) {
    this.store = store;
    this.tenant = tenant;
    this.window = window;
    this.left = window.limit().requests();
  }

  /// Takes one request off the budget of `present`.
  ///
  /// @param present of the same name as the window before
  synchronized Admission take(Window present, Instant now) {
    if (!present.equals(window)) {
      window = present;
      held = 0;
      left = present.limit().requests();
    }
    if (held == 0 && left > 0) {
      lease();
    }
    if (held == 0) {
      return new Admission.Exceeded(quota(now));
    }
    held--;
    return new Admission.Admitted(quota(now));
  }

  private void lease() {
    long wanted = share(window.limit().requests() / LEASES);
    while (held == 0 && left > 0) {
      switch (store.take(tenant, window, wanted)) {
        case LeaseStore.Lease.Granted(long rest) -> {
          held = wanted;
          left = rest;
        }
        case LeaseStore.Lease.TooMany(long rest) -> {
          left = rest;
          wanted = share(wanted / 2);
        }
      }
    }
  }

  private long share(long most) {
    return Math.max(1, Math.min(most, left / OF_THE_REST));
  }

  private Quota quota(Instant now) {
    return new Quota(window.limit(), held + Math.max(0, left), Duration.between(now, window.end()));
  }
}
