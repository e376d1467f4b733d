package io.waymark.recommend.experiments;

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

/// The experiments that run, of the tenants this instance serves. Asked for at most once per
/// interval and by one caller, for whom the others do not wait if they know what ran before.
public final class RunningExperiments {
  private static final Logger LOG = LoggerFactory.getLogger(RunningExperiments.class);

  /// So many tenants are kept in mind.
  static final int MOST_TENANTS = 1_000;

  private final ExperimentStore store;
  private final Clock clock;
  private final Duration interval;
  private final Map<TenantId, Entry> entries = new ConcurrentHashMap<>();

  /// @param interval how long a change may go unseen
  public RunningExperiments(ExperimentStore store, Clock clock, Duration interval) {
    this.store = store;
    this.clock = clock;
    this.interval = interval;
  }

  /// What is known of a tenant now.
  public sealed interface Lookup {
    record Known(Optional<Experiment> running) implements Lookup {}

    /// The store has not answered yet.
    record Unavailable() implements Lookup {}
  }

  private record Asked(Lookup lookup, Instant at) {}

  private static final class Entry {
    final ReentrantLock asking = new ReentrantLock();
    volatile @Nullable Asked last;
    volatile boolean stale;
  }

  public Lookup of(TenantId tenant) {
    Entry entry = entries.computeIfAbsent(tenant, _ -> new Entry());
    Asked last = entry.last;
    if (last != null && !isDue(entry, last)) {
      return last.lookup();
    }
    if (last == null) {
      entry.asking.lock();
    } else if (!entry.asking.tryLock()) {
      return last.lookup();
    }
    try {
      Asked meanwhile = entry.last;
      if (meanwhile != null && !isDue(entry, meanwhile)) {
        return meanwhile.lookup();
      }
      entry.stale = false; // first, so that what changes from here on is asked for
      Lookup lookup = ask(tenant, Optional.ofNullable(meanwhile).map(Asked::lookup));
      entry.last = new Asked(lookup, clock.instant());
      forgetOthers(tenant);
      return lookup;
    } finally {
      entry.asking.unlock();
    }
  }

  private boolean isDue(Entry entry, Asked last) {
    return entry.stale || !clock.instant().isBefore(last.at().plus(interval));
  }

  /// While the store does not answer, what it said last holds: a user keeps its arm.
  private Lookup ask(TenantId tenant, Optional<Lookup> before) {
    try {
      return new Lookup.Known(store.find(tenant).running());
    } catch (StoreUnavailableException down) {
      LOG.warn("experiment of {} not read: {}", tenant, down.getMessage());
      return before.orElseGet(Lookup.Unavailable::new);
    }
  }

  /// Forgets when it asked last, so that the next call asks.
  void askAgain(TenantId tenant) {
    Entry entry = entries.get(tenant);
    if (entry != null) {
      entry.stale = true;
    }
  }

  private void forgetOthers(TenantId tenant) {
    if (entries.size() > MOST_TENANTS) {
      entries
          .entrySet()
          .removeIf(
              each -> {
                Asked last = each.getValue().last;
                return !each.getKey().equals(tenant)
                    && last != null
                    && isDue(each.getValue(), last);
              });
    }
  }

  /// How many tenants are in mind.
  int tenants() {
    return entries.size();
  }
}
