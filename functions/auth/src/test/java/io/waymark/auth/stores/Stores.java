package io.waymark.auth.stores;

import io.waymark.auth.Api;
import io.waymark.auth.AuthUnderTest;
import io.waymark.auth.audit.AuditStore;
import io.waymark.auth.audit.FailedLogInStore;
import io.waymark.auth.database.OrderedIds;
import io.waymark.auth.factors.SecondFactorStore;
import io.waymark.auth.invitations.InvitationStore;
import io.waymark.auth.keys.ApiKeyStore;
import io.waymark.auth.limits.CeilingStore;
import io.waymark.auth.limits.RateLimitStore;
import io.waymark.auth.members.Email;
import io.waymark.auth.members.Member;
import io.waymark.auth.members.MemberCredentials;
import io.waymark.auth.members.MemberStore;
import io.waymark.auth.outbox.OutboxStore;
import io.waymark.auth.sessions.RefreshTokenStore;
import io.waymark.auth.tenants.Tenant;
import io.waymark.auth.tenants.TenantStore;
import io.waymark.auth.usage.UsageStore;
import io.waymark.tenancy.Role;
import io.waymark.tenancy.TenantId;
import java.time.Instant;
import java.util.Map;

/// One kind of every store: the fakes, or the real ones on a migrated PostgreSQL.
public record Stores(
    TenantStore tenants,
    MemberStore members,
    InvitationStore invitations,
    SecondFactorStore factors,
    ApiKeyStore keys,
    RefreshTokenStore tokens,
    OutboxStore outbox,
    AuditStore audit,
    RateLimitStore limits,
    CeilingStore ceilings,
    FailedLogInStore failures,
    UsageStore usage) {
  static final Instant NOW = Instant.parse("2026-03-01T10:00:00.123456Z");

  /// In memory, empty.
  public static Stores inMemory() {
    return new Stores(
        new InMemoryTenantStore(),
        new InMemoryMemberStore(),
        new InMemoryInvitationStore(),
        new InMemorySecondFactorStore(),
        new InMemoryApiKeyStore(),
        new InMemoryRefreshTokenStore(),
        new InMemoryOutboxStore(),
        new InMemoryAuditStore(),
        new InMemoryRateLimitStore(),
        new InMemoryCeilingStore(),
        new InMemoryFailedLogInStore(),
        new InMemoryUsageStore());
  }

  static Stores postgres() {
    AuthUnderTest auth = AuthUnderTest.shared();
    return new Stores(
        auth.bean(TenantStore.class),
        auth.bean(MemberStore.class),
        auth.bean(InvitationStore.class),
        auth.bean(SecondFactorStore.class),
        auth.bean(ApiKeyStore.class),
        auth.bean(RefreshTokenStore.class),
        auth.bean(OutboxStore.class),
        auth.bean(AuditStore.class),
        auth.bean(RateLimitStore.class),
        auth.bean(CeilingStore.class),
        auth.bean(FailedLogInStore.class),
        auth.bean(UsageStore.class));
  }

  /// A tenant that no other test has.
  public TenantId tenant() {
    TenantId id = new TenantId(Api.fresh("store"));
    tenants.add(id, Tenant.begin(id, "Store " + id, Map.of("colour", "blue"), NOW));
    return id;
  }

  /// A member of it.
  public Member member(TenantId tenant, Role role) {
    Member member =
        Member.begin(
            OrderedIds.next(NOW), tenant, new Email(Api.fresh("m") + "@store.test"), role, NOW);
    members.add(tenant, new MemberCredentials(member, "hash-of-" + member.id()));
    return member;
  }
}
