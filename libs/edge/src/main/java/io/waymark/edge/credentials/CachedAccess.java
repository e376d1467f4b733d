package io.waymark.edge.credentials;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.waymark.edge.priming.Renewed;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Remembers what [AccessStore] said for [#KEPT], so that a request costs no look-up. A revoked key
/// or a suspended tenant is refused no later than that after its projection was written.
@Singleton
public final class CachedAccess implements Renewed {
  /// Below the 30 s that credentials may outlive their end.
  static final Duration KEPT = Duration.ofSeconds(20);

  private static final long MOST_ENTRIES = 20_000;

  private final AccessStore store;
  private final Cache<String, Optional<StoredApiKey>> keys;
  private final Cache<TenantId, Optional<TenantStanding>> standings;
  private final Cache<String, Boolean> endedSessions;

  CachedAccess(AccessStore store, Clock clock) {
    this.store = store;
    this.keys = cache(clock);
    this.standings = cache(clock);
    this.endedSessions = cache(clock);
  }

  private static <K, V> Cache<K, V> cache(Clock clock) {
    return Caffeine.newBuilder()
        .maximumSize(MOST_ENTRIES)
        .expireAfterWrite(KEPT)
        .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
        .build();
  }

  Optional<StoredApiKey> apiKey(String prefix) {
    return keys.get(prefix, store::apiKey);
  }

  public Optional<TenantStanding> standing(TenantId tenant) {
    return standings.get(tenant, store::standing);
  }

  boolean sessionEnded(TenantId tenant, String session) {
    return endedSessions.get(session, id -> store.sessionEnded(tenant, id));
  }

  @Override
  public void renew() {
    keys.invalidateAll();
    standings.invalidateAll();
    endedSessions.invalidateAll();
  }
}
