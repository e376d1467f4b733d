package io.waymark.auth.sessions;

import io.waymark.auth.database.LookupTransactions;
import io.waymark.auth.database.TenantTransactions;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Sessions and refresh tokens in PostgreSQL.
@Singleton
final class JdbcRefreshTokenStore implements RefreshTokenStore {
  private final SessionRepository sessions;
  private final RefreshTokenRepository tokens;
  private final TenantTransactions transactions;
  private final LookupTransactions lookups;

  JdbcRefreshTokenStore(
      SessionRepository sessions,
      RefreshTokenRepository tokens,
      TenantTransactions transactions,
      LookupTransactions lookups) {
    this.sessions = sessions;
    this.tokens = tokens;
    this.transactions = transactions;
    this.lookups = lookups;
  }

  @Override
  public Optional<RefreshToken> findById(UUID id) {
    return lookups.beforeTheTenant(() -> tokens.lookUp(id).map(RefreshTokenRow::token));
  }

  @Override
  public void open(TenantId tenant, Session session, RefreshToken first) {
    transactions.in(
        tenant,
        () -> {
          sessions.insert(
              session.id(),
              tenant.value(),
              session.member(),
              session.createdAt(),
              session.expiresAt());
          return insert(tenant, first);
        });
  }

  @Override
  public Optional<Session> lockSession(TenantId tenant, UUID session) {
    return transactions.in(
        tenant, () -> sessions.findForUpdate(tenant.value(), session).map(SessionRow::session));
  }

  @Override
  public Optional<RefreshToken> find(TenantId tenant, UUID id) {
    return transactions.in(
        tenant, () -> tokens.find(tenant.value(), id).map(RefreshTokenRow::token));
  }

  @Override
  public void rotate(
      TenantId tenant, UUID id, RefreshToken.Rotation rotation, RefreshToken successor) {
    transactions.in(
        tenant,
        () -> {
          int ended = tokens.rotate(tenant.value(), id, rotation.at(), rotation.sealedSuccessor());
          if (ended != 1) {
            throw new IllegalStateException("a refresh token has one successor at most");
          }
          sessions.extend(tenant.value(), successor.session(), successor.expiresAt());
          return insert(tenant, successor);
        });
  }

  @Override
  public boolean end(TenantId tenant, UUID session, Instant at) {
    return transactions.in(tenant, () -> sessions.end(tenant.value(), session, at) == 1);
  }

  @Override
  public List<UUID> endAll(TenantId tenant, UUID member, Instant at) {
    return transactions.in(
        tenant,
        () -> {
          List<UUID> open = sessions.openOnes(tenant.value(), member);
          open.forEach(session -> sessions.end(tenant.value(), session, at));
          return open;
        });
  }

  @Override
  public int endAll(TenantId tenant, Instant at) {
    return transactions.in(tenant, () -> sessions.endAll(tenant.value(), at));
  }

  @Override
  public void removeExpired(TenantId tenant, Instant at) {
    transactions.in(tenant, () -> sessions.removeExpired(tenant.value(), at));
  }

  private int insert(TenantId tenant, RefreshToken token) {
    return tokens.insert(
        token.id(),
        tenant.value(),
        token.session(),
        token.hash(),
        token.createdAt(),
        token.expiresAt());
  }
}
