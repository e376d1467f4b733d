package io.waymark.recommend.catalogue;

import io.waymark.model.catalogue.Catalogue;
import io.waymark.model.catalogue.CatalogueSnapshot.MalformedSnapshotException;
import io.waymark.model.catalogue.CatalogueStore;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The catalogues of the tenants this instance serves, asked for changes at most once per interval.
/// One caller asks; others meanwhile take what is known. Where the store is down, what is known
/// stays. Together they hold a bounded number of items, looked at whenever one asks for changes,
/// and with what filters made of them counted in; the catalogue used longest ago goes first. What
/// filters made of a catalogue, columns and answers, lives and goes with it: a change of the
/// tenant's items empties both.
public final class Offers {
  private static final Logger LOG = LoggerFactory.getLogger(Offers.class);

  private final CatalogueStore store;
  private final Clock clock;
  private final Settings settings;
  private final Map<TenantId, Entry> entries = new ConcurrentHashMap<>();

  /// What this instance is told about its catalogues.
  ///
  /// @param interval between two questions for changes
  /// @param items that all catalogues together may have
  public record Settings(Duration interval, long items) {}

  public Offers(CatalogueStore store, Clock clock, Settings settings) {
    this.store = store;
    this.clock = clock;
    this.settings = settings;
  }

  private static final class Entry {
    final ReentrantLock asking = new ReentrantLock();
    volatile @Nullable Offer known;
    volatile Instant asked = Instant.MIN;
    volatile Instant used = Instant.MIN;
  }

  /// What the tenant offers; empty where the store is down and nothing is known yet.
  public Optional<Offer> of(TenantId tenant) {
    Entry entry = entries.computeIfAbsent(tenant, _ -> new Entry());
    entry.used = clock.instant();
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
      return Optional.ofNullable(due(entry) ? refresh(tenant, entry) : entry.known);
    } finally {
      entry.asking.unlock();
    }
  }

  private boolean due(Entry entry) {
    return entry.asked.equals(Instant.MIN)
        || !clock.instant().isBefore(entry.asked.plus(settings.interval()));
  }

  private @Nullable Offer refresh(TenantId tenant, Entry entry) {
    @Nullable Offer known = entry.known;
    try {
      Catalogue before = known == null ? Catalogue.EMPTY : known.catalogue();
      Catalogue now = store.refresh(tenant, before);
      if (known == null || now != before) {
        known = new Offer(now);
        entry.known = known;
      }
      makeRoom(entry);
    } catch (StoreUnavailableException | MalformedSnapshotException down) {
      LOG.warn("catalogue of {} not read: {}", tenant, down.getMessage());
    }
    entry.asked = clock.instant();
    return known;
  }

  /// Lets go of the catalogues used longest ago; who still answers with one keeps it meanwhile.
  private synchronized void makeRoom(Entry newest) {
    List<Entry> byUse = new ArrayList<>(entries.values());
    byUse.remove(newest);
    byUse.sort(Comparator.comparing(entry -> entry.used));
    long items = size(newest) + byUse.stream().mapToLong(Offers::size).sum();
    for (Entry entry : byUse) {
      if (items > settings.items()) {
        items -= size(entry);
        entry.known = null;
        entry.asked = Instant.MIN;
      }
    }
  }

  private static long size(Entry entry) {
    @Nullable Offer known = entry.known;
    return known == null ? 0 : known.weight();
  }
}
