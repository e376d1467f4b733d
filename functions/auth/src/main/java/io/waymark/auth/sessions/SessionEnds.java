package io.waymark.auth.sessions;

import io.waymark.auth.members.MemberSessions;
import io.waymark.auth.outbox.Outbox;
import io.waymark.auth.outbox.Projection;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/// Ends sessions, so that neither their refresh tokens nor the access tokens already given hold.
@Singleton
final class SessionEnds implements MemberSessions {
  /// Clocks of functions may differ by this much.
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private final RefreshTokenStore tokens;
  private final Outbox outbox;
  private final Clock clock;

  SessionEnds(RefreshTokenStore tokens, Outbox outbox, Clock clock) {
    this.tokens = tokens;
    this.outbox = outbox;
    this.clock = clock;
  }

  /// Ends one session; false where it had ended.
  boolean end(TenantId tenant, UUID session) {
    Instant now = clock.instant();
    boolean ended = tokens.end(tenant, session, now);
    if (ended) {
      project(tenant, session, now);
    }
    return ended;
  }

  @Override
  public void endAll(TenantId tenant, UUID member) {
    Instant now = clock.instant();
    tokens.endAll(tenant, member, now).forEach(session -> project(tenant, session, now));
  }

  private void project(TenantId tenant, UUID session, Instant now) {
    Instant lastAccess = now.plus(Tokens.ACCESS_LIFE).plus(MARGIN);
    outbox.add(tenant, Projection.ofEndedSession(session.toString(), lastAccess));
  }
}
