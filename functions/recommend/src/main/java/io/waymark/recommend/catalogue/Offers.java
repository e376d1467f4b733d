package io.waymark.recommend.catalogue;

import io.waymark.model.catalogue.Catalogue;
import io.waymark.model.catalogue.CatalogueSnapshot.MalformedSnapshotException;
import io.waymark.model.catalogue.CatalogueStore;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The catalogues of the tenants this instance serves, asked for changes at most once per interval.
/// One caller asks; others meanwhile take what is known. Where the store is down, what is known
/// stays.
public final class Offers {
  private static final Logger LOG = LoggerFactory.getLogger(Offers.class);

  private final CatalogueStore store;
  private final Clock clock;
  private final Duration interval;
  private final Map<TenantId, Entry> entries = new ConcurrentHashMap<>();

  public Offers(CatalogueStore store, Clock clock, Duration interval) {
    this.store = store;
    this.clock = clock;
    this.interval = interval;
  }

  private static final class Entry {
    final ReentrantLock asking = new ReentrantLock();
    volatile @Nullable Offer known;
    volatile Instant asked = Instant.MIN;
  }

  /// What the tenant offers; empty where the store is down and nothing is known yet.
  public Optional<Offer> of(TenantId tenant) {
    Entry entry = entries.computeIfAbsent(tenant, _ -> new Entry());
    @Nullable Offer known = entry.known;
    if (!due(entry)) {
      return Optional.ofNullable(known);
    }
    if (known != null && !entry.asking.tryLock()) {
      return Optional.of(known);
    }
    if (known == null) {
      entry.asking.lock();
    }
    try {
      if (due(entry)) {
        refresh(tenant, entry);
      }
      return Optional.ofNullable(entry.known);
    } finally {
      entry.asking.unlock();
    }
  }

  private boolean due(Entry entry) {
    return entry.asked.equals(Instant.MIN) || !clock.instant().isBefore(entry.asked.plus(interval));
  }

  private void refresh(TenantId tenant, Entry entry) {
    @Nullable Offer known = entry.known;
    try {
      Catalogue before = known == null ? Catalogue.EMPTY : known.catalogue();
      Catalogue now = store.refresh(tenant, before);
      if (known == null || now != before) {
        entry.known = new Offer(now);
      }
    } catch (StoreUnavailableException | MalformedSnapshotException down) {
      LOG.warn("catalogue of {} not read: {}", tenant, down.getMessage());
    }
    entry.asked = clock.instant();
  }
}
