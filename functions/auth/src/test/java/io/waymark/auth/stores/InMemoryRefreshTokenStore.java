package io.waymark.auth.stores;

import io.waymark.auth.sessions.RefreshToken;
import io.waymark.auth.sessions.RefreshTokenStore;
import io.waymark.auth.sessions.Session;
import io.waymark.tenancy.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/// Sessions and refresh tokens in memory.
public final class InMemoryRefreshTokenStore implements RefreshTokenStore {
  private record Owned(TenantId tenant, Session session) {}

  private final Map<UUID, Owned> sessions = new HashMap<>();
  private final Map<UUID, RefreshToken> tokens = new HashMap<>();

  @Override
  public synchronized Optional<RefreshToken> findById(UUID id) {
    return Optional.ofNullable(tokens.get(id));
  }

  @Override
  public synchronized void open(TenantId tenant, Session session, RefreshToken first) {
    sessions.put(session.id(), new Owned(tenant, session));
    tokens.put(first.id(), first);
  }

  @Override
  public synchronized Optional<Session> lockSession(TenantId tenant, UUID session) {
    return Optional.ofNullable(sessions.get(session))
        .filter(owned -> owned.tenant().equals(tenant))
        .map(Owned::session);
  }

  @Override
  public synchronized Optional<RefreshToken> find(TenantId tenant, UUID id) {
    return findById(id).filter(token -> token.tenant().equals(tenant));
  }

  @Override
  public synchronized void rotate(
      TenantId tenant, UUID id, RefreshToken.Rotation rotation, RefreshToken successor) {
    RefreshToken old =
        find(tenant, id)
            .filter(token -> token.rotation().isEmpty())
            .orElseThrow(
                () -> new IllegalStateException("a refresh token has one successor at most"));
    tokens.put(
        id,
        new RefreshToken(
            id,
            tenant,
            old.session(),
            old.hash(),
            old.createdAt(),
            old.expiresAt(),
            Optional.of(rotation)));
    tokens.put(successor.id(), successor);
    Session session = lockSession(tenant, old.session()).orElseThrow();
    put(tenant, session, successor.expiresAt(), session.endedAt());
  }

  @Override
  public synchronized boolean end(TenantId tenant, UUID session, Instant at) {
    Optional<Session> open =
        lockSession(tenant, session).filter(known -> known.endedAt().isEmpty());
    open.ifPresent(known -> put(tenant, known, known.expiresAt(), Optional.of(at)));
    return open.isPresent();
  }

  @Override
  public synchronized List<UUID> endAll(TenantId tenant, UUID member, Instant at) {
    List<UUID> ended = new ArrayList<>();
    for (Owned owned : List.copyOf(sessions.values())) {
      if (owned.session().member().equals(member) && end(tenant, owned.session().id(), at)) {
        ended.add(owned.session().id());
      }
    }
    return ended;
  }

  @Override
  public synchronized int endAll(TenantId tenant, Instant at) {
    int ended = 0;
    for (Owned owned : List.copyOf(sessions.values())) {
      ended += end(tenant, owned.session().id(), at) ? 1 : 0;
    }
    return ended;
  }

  @Override
  public synchronized void removeExpired(TenantId tenant, Instant at) {
    sessions
        .values()
        .removeIf(
            owned -> owned.tenant().equals(tenant) && owned.session().expiresAt().isBefore(at));
    tokens.values().removeIf(token -> !sessions.containsKey(token.session()));
  }

  private void put(TenantId tenant, Session known, Instant expiresAt, Optional<Instant> endedAt) {
    Objects.requireNonNull(sessions.get(known.id()));
    sessions.put(
        known.id(),
        new Owned(
            tenant,
            new Session(known.id(), known.member(), known.createdAt(), expiresAt, endedAt)));
  }
}
