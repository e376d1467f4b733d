package io.waymark.auth.stores;

import io.waymark.auth.audit.FailedLogIn;
import io.waymark.auth.audit.FailedLogInStore;
import io.waymark.tenancy.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Failed log-ins in memory.
public final class InMemoryFailedLogInStore implements FailedLogInStore {
  private record Owned(TenantId tenant, FailedLogIn failed) {
    boolean is(TenantId of, String account, Instant minute) {
      return tenant.equals(of)
          && failed.account().equals(account)
          && failed.minute().equals(minute);
    }
  }

  private final List<Owned> all = new ArrayList<>();

  @Override
  public synchronized void count(TenantId tenant, String account, Instant minute, String source) {
    int before =
        all.stream()
            .filter(owned -> owned.is(tenant, account, minute))
            .mapToInt(owned -> owned.failed().failures())
            .sum();
    all.removeIf(owned -> owned.is(tenant, account, minute));
    all.add(new Owned(tenant, new FailedLogIn(account, minute, before + 1, source)));
  }

  @Override
  public synchronized List<FailedLogIn> take(TenantId tenant, Instant ended, int most) {
    List<Owned> taken =
        all.stream()
            .filter(owned -> owned.tenant().equals(tenant))
            .filter(owned -> owned.failed().minute().isBefore(ended))
            .sorted(
                Comparator.comparing((Owned owned) -> owned.failed().minute())
                    .thenComparing(owned -> owned.failed().account()))
            .limit(most)
            .toList();
    all.removeAll(taken);
    return taken.stream().map(Owned::failed).toList();
  }

  @Override
  public synchronized List<TenantId> tenantsWaiting(Instant ended, int most) {
    return all.stream()
        .filter(owned -> owned.failed().minute().isBefore(ended))
        .map(Owned::tenant)
        .distinct()
        .limit(most)
        .toList();
  }
}
