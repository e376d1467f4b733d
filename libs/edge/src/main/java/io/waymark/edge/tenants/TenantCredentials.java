package io.waymark.edge.tenants;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.waymark.edge.priming.Renewed;
import io.waymark.tenancy.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.exception.SdkException;

/// The credentials of the tenants this instance acts for, kept until shortly before their end. A
/// tenant's are asked for by one thread at a time, while the others wait for them.
final class TenantCredentials implements Renewed {
  private static final Logger LOG = LoggerFactory.getLogger(TenantCredentials.class);

  /// Longer than a request takes, and enough for another attempt where STS fails.
  private static final Duration BEFORE_THE_END = Duration.ofMinutes(5);

  /// Some 3 KB each.
  static final int MOST = 1000;

  private final TenantSessions sessions;
  private final Clock clock;
  private final Cache<TenantId, TenantSessions.Session> held;

  TenantCredentials(TenantSessions sessions, Clock clock) {
    this.sessions = sessions;
    this.clock = clock;
    this.held = Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();
  }

  /// Credentials that last for this call.
  ///
  /// @throws SdkException where STS gives none
  AwsCredentials of(TenantId tenant) {
    TenantSessions.@Nullable Session known = held.getIfPresent(tenant);
    if (known != null && lasts(known)) {
      return known.credentials();
    }
    return Objects.requireNonNull(held.asMap().compute(tenant, this::current)).credentials();
  }

  private TenantSessions.Session current(TenantId tenant, TenantSessions.@Nullable Session known) {
    if (known != null && lasts(known)) {
      return known; // of the thread before this one
    }
    try {
      return sessions.begin(tenant);
    } catch (SdkException failed) {
      if (known != null && clock.instant().isBefore(known.until())) {
        LOG.warn("credentials of {} not renewed, still valid: {}", tenant, failed.getMessage());
        return known;
      }
      throw failed;
    }
  }

  private boolean lasts(TenantSessions.Session session) {
    Instant now = clock.instant();
    return now.plus(BEFORE_THE_END).isBefore(session.until());
  }

  @Override
  public void renew() {
    held.invalidateAll();
  }
}
