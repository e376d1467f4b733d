package io.waymark.auth.stores;

import io.waymark.auth.database.Page;
import io.waymark.auth.members.Email;
import io.waymark.auth.members.Member;
import io.waymark.auth.members.MemberCredentials;
import io.waymark.auth.members.MemberStatus;
import io.waymark.auth.members.MemberStore;
import io.waymark.tenancy.Role;
import io.waymark.tenancy.TenantId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/// Members in memory.
public final class InMemoryMemberStore implements MemberStore {
  private final Map<UUID, MemberCredentials> members = new ConcurrentHashMap<>();

  @Override
  public Optional<MemberCredentials> findByEmail(Email email) {
    return members.values().stream()
        .filter(each -> each.member().email().equals(email))
        .findFirst();
  }

  @Override
  public synchronized boolean add(TenantId tenant, MemberCredentials member) {
    return findByEmail(member.member().email()).isEmpty()
        && members.putIfAbsent(member.member().id(), member) == null;
  }

  @Override
  public Optional<MemberCredentials> find(TenantId tenant, UUID id) {
    return Optional.ofNullable(members.get(id))
        .filter(each -> each.member().tenant().equals(tenant));
  }

  @Override
  public Optional<MemberCredentials> findForChange(TenantId tenant, UUID id) {
    return find(tenant, id);
  }

  @Override
  public List<Member> list(TenantId tenant, Page page) {
    return members.values().stream()
        .map(MemberCredentials::member)
        .filter(member -> member.tenant().equals(tenant))
        .sorted(Comparator.comparing(member -> member.id().toString()))
        .filter(member -> member.id().toString().compareTo(page.after().orElse("")) > 0)
        .limit(page.limit())
        .toList();
  }

  @Override
  public long administrators(TenantId tenant) {
    return list(tenant, Page.first()).stream()
        .filter(Member::active)
        .filter(each -> each.role() == Role.ADMIN || each.role() == Role.PLATFORM_ADMIN)
        .count();
  }

  @Override
  public void change(TenantId tenant, Member member) {
    update(tenant, member.id(), known -> new MemberCredentials(member, known.passwordHash()));
  }

  @Override
  public synchronized boolean changePassword(
      TenantId tenant, UUID id, String verified, String passwordHash, Instant at) {
    if (find(tenant, id).filter(known -> known.passwordHash().equals(verified)).isEmpty()) {
      return false;
    }
    update(
        tenant,
        id,
        known ->
            new MemberCredentials(
                with(known.member(), known.member().lastLoginAt(), at), passwordHash));
    return true;
  }

  @Override
  public void loggedIn(TenantId tenant, UUID id, Instant at) {
    update(
        tenant,
        id,
        known ->
            new MemberCredentials(
                with(known.member(), Optional.of(at), known.member().updatedAt()),
                known.passwordHash()));
  }

  @Override
  public void remove(TenantId tenant, UUID id) {
    find(tenant, id).ifPresent(known -> members.remove(id));
  }

  private void update(TenantId tenant, UUID id, UnaryOperator<MemberCredentials> change) {
    find(tenant, id).ifPresent(known -> members.put(id, change.apply(known)));
  }

  private static Member with(Member member, Optional<Instant> lastLoginAt, Instant updatedAt) {
    MemberStatus status = member.status();
    return new Member(
        member.id(),
        member.tenant(),
        member.email(),
        member.role(),
        status,
        lastLoginAt,
        member.createdAt(),
        updatedAt);
  }
}
