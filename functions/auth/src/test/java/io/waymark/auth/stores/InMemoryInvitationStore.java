package io.waymark.auth.stores;

import io.waymark.auth.database.Page;
import io.waymark.auth.invitations.Invitation;
import io.waymark.auth.invitations.InvitationStore;
import io.waymark.auth.members.Email;
import io.waymark.tenancy.TenantId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// Invitations in memory.
public final class InMemoryInvitationStore implements InvitationStore {
  private final Map<UUID, Invitation> invitations = new ConcurrentHashMap<>();

  @Override
  public Optional<Invitation> findByHash(String hash) {
    return invitations.values().stream().filter(each -> each.hash().equals(hash)).findFirst();
  }

  @Override
  public void add(TenantId tenant, Invitation invitation) {
    invitations.put(invitation.id(), invitation);
  }

  @Override
  public Optional<Invitation> find(TenantId tenant, UUID id) {
    return of(tenant).filter(each -> each.id().equals(id)).findFirst();
  }

  @Override
  public Optional<Invitation> findByEmail(TenantId tenant, Email email) {
    return of(tenant).filter(each -> each.email().equals(email)).findFirst();
  }

  @Override
  public List<Invitation> list(TenantId tenant, Instant now, Page page) {
    return of(tenant)
        .filter(each -> each.expiresAt().isAfter(now))
        .sorted(Comparator.comparing(each -> each.id().toString()))
        .filter(each -> each.id().toString().compareTo(page.after().orElse("")) > 0)
        .limit(page.limit())
        .toList();
  }

  @Override
  public boolean remove(TenantId tenant, UUID id) {
    return find(tenant, id).filter(each -> invitations.remove(id, each)).isPresent();
  }

  @Override
  public void removeExpired(TenantId tenant, Instant at) {
    of(tenant)
        .filter(each -> each.expiresAt().isBefore(at))
        .forEach(each -> invitations.remove(each.id()));
  }

  @Override
  public int removeAll(TenantId tenant) {
    List<Invitation> all = of(tenant).toList();
    all.forEach(each -> invitations.remove(each.id()));
    return all.size();
  }

  private Stream<Invitation> of(TenantId tenant) {
    return invitations.values().stream().filter(each -> each.tenant().equals(tenant));
  }
}
