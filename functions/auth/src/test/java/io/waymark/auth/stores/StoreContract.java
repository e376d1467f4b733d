package io.waymark.auth.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.auth.Api;
import io.waymark.auth.audit.AuditEntry;
import io.waymark.auth.audit.FailedLogIn;
import io.waymark.auth.database.OrderedIds;
import io.waymark.auth.database.Page;
import io.waymark.auth.factors.SecondFactor;
import io.waymark.auth.invitations.Invitation;
import io.waymark.auth.keys.ApiKey;
import io.waymark.auth.limits.Ceiling;
import io.waymark.auth.limits.RateLimit;
import io.waymark.auth.members.Email;
import io.waymark.auth.members.Member;
import io.waymark.auth.members.MemberCredentials;
import io.waymark.auth.members.MemberStatus;
import io.waymark.auth.outbox.Projection;
import io.waymark.auth.sessions.RefreshToken;
import io.waymark.auth.sessions.Session;
import io.waymark.auth.tenants.Tenant;
import io.waymark.auth.tenants.TenantStatus;
import io.waymark.auth.usage.CountedRequest;
import io.waymark.auth.usage.Grouping;
import io.waymark.auth.usage.UsageCounts;
import io.waymark.edge.limits.Limit;
import io.waymark.tenancy.Role;
import io.waymark.tenancy.Scope;
import io.waymark.tenancy.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What every kind of each store does. A6 stands behind each `hides…`.
abstract class StoreContract {
  private static final Instant NOW = Stores.NOW;
  private static final Instant LATER = NOW.plusSeconds(60);
  private static final String HASH = "0123456789abcdef".repeat(4);

  private final Stores stores = stores();
  private final TenantId mine = stores.tenant();
  private final TenantId other = stores.tenant();

  abstract Stores stores();

  @Nested
  class OfTenants {
    @Test
    void keepsATenant() {
      Tenant known = stores.tenants().find(mine).orElseThrow();
      assertThat(known.settings()).containsEntry("colour", "blue");
      assertThat(known.createdAt()).isEqualTo(NOW);
      assertThat(known.epoch()).isEqualTo(1);
      assertThat(stores.tenants().add(mine, known)).as("twice").isFalse();
      assertThat(stores.tenants().find(new TenantId(Api.fresh("none")))).isEmpty();
    }

    @Test
    void replacesWhatMayChange() {
      Tenant changed =
          new Tenant(mine, "Other", mine.value(), Map.of(), TenantStatus.SUSPENDED, 2, NOW, LATER);
      stores.tenants().change(mine, changed);
      assertThat(stores.tenants().findForChange(mine)).hasValue(changed);
    }

    @Test
    void showsAllToTheOperatorOnly() {
      TenantId first = mine.compareTo(other) < 0 ? mine : other;
      Page fromFirst = new Page(Optional.of(first.value()), Page.MOST);
      assertThat(stores.tenants().list(TenantId.PLATFORM, fromFirst))
          .extracting(Tenant::id)
          .contains(first.equals(mine) ? other : mine)
          .doesNotContain(first)
          .isSorted();
      assertThat(stores.tenants().list(mine, Page.first()))
          .extracting(Tenant::id)
          .containsExactly(mine);
    }
  }

  @Nested
  class OfMembers {
    private final Member member = stores.member(mine, Role.ADMIN);

    @Test
    void findsAMemberByIdAndByEmail() {
      MemberCredentials found = stores.members().find(mine, member.id()).orElseThrow();
      assertThat(found.member()).isEqualTo(member);
      assertThat(found.passwordHash()).isEqualTo("hash-of-" + member.id());
      assertThat(stores.members().findByEmail(member.email())).hasValue(found);
      assertThat(stores.members().findByEmail(new Email("nobody@store.test"))).isEmpty();
    }

    @Test
    void hidesAMemberFromEveryOtherTenant() {
      assertThat(stores.members().find(other, member.id())).isEmpty();
      assertThat(stores.members().list(other, Page.first())).isEmpty();
      stores.members().change(other, suspended(member));
      String hash = "hash-of-" + member.id();
      assertThat(stores.members().changePassword(other, member.id(), hash, "stolen", LATER))
          .isFalse();
      assertThat(stores.members().findForChange(other, member.id())).isEmpty();
      stores.members().remove(other, member.id());
      assertThat(stores.members().find(mine, member.id()).orElseThrow().passwordHash())
          .isEqualTo("hash-of-" + member.id());
      assertThat(stores.members().find(mine, member.id()).orElseThrow().member()).isEqualTo(member);
    }

    @Test
    void anEmailIsTakenEverywhere() {
      Member same = Member.begin(OrderedIds.next(NOW), other, member.email(), Role.VIEWER, NOW);
      assertThat(stores.members().add(other, new MemberCredentials(same, "h"))).isFalse();
      assertThat(stores.members().find(other, same.id())).isEmpty();
    }

    @Test
    void countsThoseWhoAdminister() {
      stores.member(mine, Role.EDITOR);
      Member second = stores.member(mine, Role.ADMIN);
      stores.member(other, Role.ADMIN);
      assertThat(stores.members().administrators(mine)).isEqualTo(2);
      stores.members().change(mine, suspended(second));
      assertThat(stores.members().administrators(mine)).isEqualTo(1);
    }

    @Test
    void keepsWhatChanges() {
      stores.members().loggedIn(mine, member.id(), LATER);
      String hash = "hash-of-" + member.id();
      assertThat(stores.members().changePassword(mine, member.id(), hash, "new-hash", LATER))
          .isTrue();
      assertThat(stores.members().changePassword(mine, member.id(), hash, "late-hash", LATER))
          .as("a password checked against a hash that is no more")
          .isFalse();
      MemberCredentials found = stores.members().findForChange(mine, member.id()).orElseThrow();
      assertThat(stores.members().find(mine, member.id())).hasValue(found);
      assertThat(found.member().lastLoginAt()).hasValue(LATER);
      assertThat(found.member().updatedAt()).isEqualTo(LATER);
      assertThat(found.passwordHash()).isEqualTo("new-hash");
      stores.members().remove(mine, member.id());
      assertThat(stores.members().findByEmail(member.email())).isEmpty();
    }

    @Test
    void listsInPages() {
      stores.member(mine, Role.VIEWER);
      stores.member(mine, Role.EDITOR);
      List<Member> first = stores.members().list(mine, new Page(Optional.empty(), 2));
      Page next = new Page(Optional.of(first.getLast().id().toString()), 2);
      List<Member> second = stores.members().list(mine, next);
      assertThat(first).hasSize(2).doesNotContainAnyElementsOf(second);
      assertThat(second).hasSize(1);
    }

    private static Member suspended(Member member) {
      return new Member(
          member.id(),
          member.tenant(),
          member.email(),
          member.role(),
          MemberStatus.SUSPENDED,
          member.lastLoginAt(),
          member.createdAt(),
          LATER);
    }
  }

  @Nested
  class OfInvitations {
    private final Invitation invitation = invitation(mine, LATER);

    @Test
    void keepsAnInvitationUntilItIsRemoved() {
      stores.invitations().add(mine, invitation);
      assertThat(stores.invitations().find(mine, invitation.id())).hasValue(invitation);
      assertThat(stores.invitations().findByEmail(mine, invitation.email())).hasValue(invitation);
      assertThat(stores.invitations().findByHash(invitation.hash())).hasValue(invitation);
      assertThat(stores.invitations().findByHash(HASH)).isEmpty();
      assertThat(stores.invitations().remove(mine, invitation.id())).isTrue();
      assertThat(stores.invitations().remove(mine, invitation.id())).as("again").isFalse();
      assertThat(stores.invitations().findByHash(invitation.hash())).isEmpty();
    }

    @Test
    void hidesAnInvitationFromEveryOtherTenant() {
      stores.invitations().add(mine, invitation);
      assertThat(stores.invitations().find(other, invitation.id())).isEmpty();
      assertThat(stores.invitations().findByEmail(other, invitation.email())).isEmpty();
      assertThat(stores.invitations().list(other, NOW, Page.first())).isEmpty();
      assertThat(stores.invitations().remove(other, invitation.id())).isFalse();
      stores.invitations().removeExpired(other, LATER.plusSeconds(1));
      assertThat(stores.invitations().removeAll(other)).isZero();
      assertThat(stores.invitations().find(mine, invitation.id())).hasValue(invitation);
    }

    @Test
    void listsWhatIsOpenAndForgetsWhatExpired() {
      Invitation longer = invitation(mine, LATER.plusSeconds(60));
      stores.invitations().add(mine, invitation);
      stores.invitations().add(mine, longer);
      Page page = new Page(Optional.empty(), 1);
      assertThat(stores.invitations().list(mine, NOW, Page.first()))
          .containsExactlyInAnyOrder(invitation, longer);
      assertThat(stores.invitations().list(mine, NOW, page)).hasSize(1);
      assertThat(stores.invitations().list(mine, LATER, Page.first())).containsExactly(longer);
      stores.invitations().removeExpired(mine, LATER.plusSeconds(1));
      assertThat(stores.invitations().find(mine, invitation.id())).isEmpty();
      assertThat(stores.invitations().removeAll(mine)).isEqualTo(1);
    }

    private static Invitation invitation(TenantId tenant, Instant expiresAt) {
      UUID random = UUID.randomUUID();
      return new Invitation(
          OrderedIds.next(NOW),
          tenant,
          new Email(Api.fresh("i") + "@store.test"),
          Role.EDITOR,
          random.toString().replace("-", "").repeat(2),
          "somebody",
          NOW,
          expiresAt);
    }
  }

  @Nested
  class OfSecondFactors {
    private final Member member = stores.member(mine, Role.ADMIN);
    private final SecondFactor begun =
        new SecondFactor(member.id(), "sealed", List.of(HASH, "b"), Optional.empty(), 0);

    @Test
    void keepsTheNewestOfAMember() {
      assertThat(stores.factors().find(mine, member.id())).isEmpty();
      stores.factors().put(mine, begun);
      assertThat(stores.factors().find(mine, member.id())).hasValue(begun);
      SecondFactor used =
          new SecondFactor(member.id(), "sealed", List.of(), Optional.of(LATER), 59_000_000_000L);
      stores.factors().put(mine, used);
      assertThat(stores.factors().find(mine, member.id())).hasValue(used);
      assertThat(stores.factors().remove(mine, member.id())).isTrue();
      assertThat(stores.factors().remove(mine, member.id())).as("again").isFalse();
      assertThat(stores.factors().find(mine, member.id())).isEmpty();
    }

    @Test
    void hidesAFactorFromEveryOtherTenant() {
      stores.factors().put(mine, begun);
      assertThat(stores.factors().find(other, member.id())).isEmpty();
      assertThat(stores.factors().remove(other, member.id())).isFalse();
      assertThat(stores.factors().find(mine, member.id())).hasValue(begun);
    }
  }

  @Nested
  class OfApiKeys {
    @Test
    void keepsAKeyUntilItIsRevokedAndAfter() {
      ApiKey key = key(mine, prefix());
      assertThat(stores.keys().add(mine, key)).isTrue();
      assertThat(stores.keys().find(mine, key.id())).hasValue(key);
      assertThat(stores.keys().list(mine, Page.first())).containsExactly(key);
      assertThat(stores.keys().revoke(mine, key.id())).isTrue();
      assertThat(stores.keys().revoke(mine, key.id())).as("again").isFalse();
      assertThat(stores.keys().find(mine, key.id()).orElseThrow().active()).isFalse();
    }

    @Test
    void hidesAKeyFromEveryOtherTenant() {
      ApiKey key = key(mine, prefix());
      stores.keys().add(mine, key);
      assertThat(stores.keys().find(other, key.id())).isEmpty();
      assertThat(stores.keys().list(other, Page.first())).isEmpty();
      assertThat(stores.keys().revoke(other, key.id())).isFalse();
      assertThat(stores.keys().add(other, key(other, key.prefix()))).as("prefix taken").isFalse();
    }

    private static ApiKey key(TenantId tenant, String prefix) {
      return new ApiKey(
          OrderedIds.next(NOW),
          tenant,
          "a key",
          prefix,
          HASH,
          Set.of(Scope.EVENTS_WRITE, Scope.RECOMMEND_READ),
          true,
          Optional.of(LATER),
          Optional.empty(),
          NOW);
    }

    private static String prefix() {
      return UUID.randomUUID().toString().substring(0, 8);
    }
  }

  @Nested
  class OfRefreshTokens {
    private final Member member = stores.member(mine, Role.EDITOR);

    @Test
    void rotatesATokenOnce() {
      Session session = open(NOW.plus(Duration.ofDays(7)));
      RefreshToken first = token(session, NOW);
      stores.tokens().open(mine, session, first);
      assertThat(stores.tokens().findById(first.id())).hasValue(first);
      assertThat(stores.tokens().lockSession(mine, session.id())).hasValue(session);

      RefreshToken second = token(session, LATER);
      RefreshToken.Rotation rotation = new RefreshToken.Rotation(LATER, "sealed");
      stores.tokens().rotate(mine, first.id(), rotation, second);
      assertThat(stores.tokens().find(mine, first.id()).orElseThrow().rotation())
          .hasValue(rotation);
      assertThat(stores.tokens().find(mine, second.id())).hasValue(second);
      assertThat(stores.tokens().lockSession(mine, session.id()).orElseThrow().expiresAt())
          .isEqualTo(second.expiresAt());
      RefreshToken third = token(session, LATER);
      assertThatThrownBy(() -> stores.tokens().rotate(mine, first.id(), rotation, third))
          .isInstanceOf(IllegalStateException.class);
      assertThat(stores.tokens().find(mine, third.id())).isEmpty();
    }

    @Test
    void hidesASessionFromEveryOtherTenant() {
      Session session = open(NOW.plus(Duration.ofDays(7)));
      RefreshToken first = token(session, NOW);
      stores.tokens().open(mine, session, first);
      assertThat(stores.tokens().find(other, first.id())).isEmpty();
      assertThat(stores.tokens().lockSession(other, session.id())).isEmpty();
      assertThat(stores.tokens().end(other, session.id(), LATER)).isFalse();
      assertThat(stores.tokens().endAll(other, member.id(), LATER)).isEmpty();
      stores.tokens().removeExpired(other, NOW.plus(Duration.ofDays(100)));
      assertThat(stores.tokens().lockSession(mine, session.id())).hasValue(session);
    }

    @Test
    void endsASessionOnceAndAllOfAMember() {
      Session one = open(NOW.plus(Duration.ofDays(7)));
      Session two = open(NOW.plus(Duration.ofDays(7)));
      stores.tokens().open(mine, one, token(one, NOW));
      stores.tokens().open(mine, two, token(two, NOW));
      assertThat(stores.tokens().end(mine, one.id(), LATER)).isTrue();
      assertThat(stores.tokens().end(mine, one.id(), LATER)).isFalse();
      assertThat(stores.tokens().endAll(mine, member.id(), LATER)).containsExactly(two.id());
      assertThat(stores.tokens().lockSession(mine, two.id()).orElseThrow().endedAt())
          .hasValue(LATER);
    }

    @Test
    void endsAllOfATenant() {
      Session one = open(NOW.plus(Duration.ofDays(7)));
      Session two = open(NOW.plus(Duration.ofDays(7)));
      stores.tokens().open(mine, one, token(one, NOW));
      stores.tokens().open(mine, two, token(two, NOW));
      assertThat(stores.tokens().endAll(other, LATER)).isZero();
      assertThat(stores.tokens().end(mine, one.id(), NOW)).isTrue();
      assertThat(stores.tokens().endAll(mine, LATER)).isEqualTo(1);
      assertThat(stores.tokens().lockSession(mine, one.id()).orElseThrow().endedAt()).hasValue(NOW);
      assertThat(stores.tokens().lockSession(mine, two.id()).orElseThrow().endedAt())
          .hasValue(LATER);
    }

    @Test
    void forgetsWhatExpired() {
      Session old = open(NOW.plusSeconds(1));
      Session fresh = open(NOW.plusSeconds(1000));
      RefreshToken oldToken = token(old, NOW);
      stores.tokens().open(mine, old, oldToken);
      stores.tokens().open(mine, fresh, token(fresh, NOW));
      stores.tokens().removeExpired(mine, LATER);
      assertThat(stores.tokens().lockSession(mine, old.id())).isEmpty();
      assertThat(stores.tokens().findById(oldToken.id())).isEmpty();
      assertThat(stores.tokens().lockSession(mine, fresh.id())).isPresent();
    }

    private Session open(Instant expiresAt) {
      return new Session(OrderedIds.next(NOW), member.id(), NOW, expiresAt, Optional.empty());
    }

    private RefreshToken token(Session session, Instant at) {
      return new RefreshToken(
          OrderedIds.next(at),
          mine,
          session.id(),
          HASH,
          at,
          at.plus(Duration.ofDays(7)),
          Optional.empty());
    }
  }

  @Nested
  class OfTheOutbox {
    @Test
    void keepsProjectionsInOrderUntilTheyAreRemoved() {
      Projection key =
          Projection.ofKey(
              "AbCd1234",
              Map.of("tenant", mine.value(), "key_id", "k", "hash", HASH),
              List.of("admin", "data:write"),
              true,
              Optional.of(LATER));
      Projection tenant = Projection.ofTenant(mine.value(), "suspended", 3, List.of());
      Projection session = Projection.ofEndedSession("s", LATER);
      stores.outbox().add(mine, key);
      stores.outbox().add(mine, tenant);
      stores.outbox().add(other, session);
      List<Projection.Pending> pending = stores.outbox().pending(mine, 10);
      assertThat(pending).extracting(Projection.Pending::projection).containsExactly(key, tenant);
      assertThat(pending).extracting(Projection.Pending::id).isSorted();
      assertThat(stores.outbox().pending(mine, 1)).hasSize(1);
      assertThat(stores.outbox().tenantsWaiting(1000)).containsSubsequence(mine, other);
      assertThat(stores.outbox().tenantsWaiting(1)).hasSize(1);
      stores.outbox().remove(other, pending.getFirst().id());
      assertThat(stores.outbox().pending(mine, 10)).as("hidden from others").hasSize(2);
      stores.outbox().remove(mine, pending.getFirst().id());
      assertThat(stores.outbox().pending(mine, 10))
          .extracting(Projection.Pending::projection)
          .containsExactly(tenant);
      stores.outbox().remove(mine, pending.getLast().id());
      assertThat(stores.outbox().tenantsWaiting(1000)).contains(other).doesNotContain(mine);
    }
  }

  @Nested
  class OfTheAuditLog {
    @Test
    void tellsTheNewestFirstAndHidesItFromOthers() {
      AuditEntry first =
          new AuditEntry(
              NOW,
              new AuditEntry.Who("actor", "203.0.113.7"),
              "thing.made",
              "t1",
              AuditEntry.Change.made(Map.of("a", "b")));
      AuditEntry second =
          new AuditEntry(
              LATER,
              new AuditEntry.Who("another", "system"),
              "thing.changed",
              "t1",
              new AuditEntry.Change(Map.of("a", "b"), Map.of("a", "c")));
      stores.audit().add(mine, first);
      stores.audit().add(mine, second);
      List<AuditEntry.Numbered> all = stores.audit().newest(mine, Long.MAX_VALUE, 10);
      assertThat(all).extracting(AuditEntry.Numbered::entry).containsExactly(second, first);
      assertThat(stores.audit().newest(mine, all.getFirst().id(), 10))
          .extracting(AuditEntry.Numbered::entry)
          .containsExactly(first);
      assertThat(stores.audit().newest(mine, Long.MAX_VALUE, 1)).hasSize(1);
      assertThat(stores.audit().newest(other, Long.MAX_VALUE, 10)).isEmpty();
      assertThat(stores.audit().newestOf(mine, second.target())).hasValue(second);
      assertThat(stores.audit().newestOf(mine, "nothing")).isEmpty();
      assertThat(stores.audit().newestOf(other, second.target())).isEmpty();
    }
  }

  @Nested
  class OfNotesForTheAuditLog {
    @Test
    void becomeOneEntryEachAtTheirTenantAlone() {
      AuditEntry entry =
          new AuditEntry(
              NOW,
              new AuditEntry.Who("actor", "203.0.113.7"),
              "thing.changed",
              "noted",
              AuditEntry.Change.made(Map.of("a", "b")));
      UUID note = OrderedIds.next(NOW);
      stores.audit().add(mine, note, entry);
      stores.audit().add(mine, note, entry);
      assertThat(stores.audit().newest(mine, Long.MAX_VALUE, 10))
          .extracting(AuditEntry.Numbered::entry)
          .containsExactly(entry);
      stores.audit().add(other, note, entry);
      assertThat(stores.audit().newest(other, Long.MAX_VALUE, 10)).hasSize(1);
      stores.audit().add(mine, OrderedIds.next(NOW), entry);
      assertThat(stores.audit().newest(mine, Long.MAX_VALUE, 10)).hasSize(2);
    }
  }

  @Nested
  class OfCeilings {
    @Test
    void keepsTheNewestOfEachTypeAndHidesItFromOthers() {
      Ceiling first = new Ceiling("train", new Limit(5, 60));
      Ceiling second = new Ceiling("train", new Limit(7, 120));
      Ceiling another = new Ceiling("ingest", new Limit(1, 1));
      stores.ceilings().put(mine, first);
      assertThat(stores.ceilings().list(mine)).containsExactly(first);
      stores.ceilings().put(mine, second);
      stores.ceilings().put(mine, another);
      assertThat(stores.ceilings().list(mine)).containsExactly(another, second);
      assertThat(stores.ceilings().list(other)).isEmpty();
      assertThat(stores.ceilings().remove(other, "train")).isFalse();
      assertThat(stores.ceilings().remove(mine, "train")).isTrue();
      assertThat(stores.ceilings().remove(mine, "train")).isFalse();
      assertThat(stores.ceilings().list(mine)).containsExactly(another);
    }
  }

  @Nested
  class OfFailedLogIns {
    private static final Instant MINUTE = Instant.parse("2026-03-01T10:00:00Z");
    private static final Instant NEXT = MINUTE.plusSeconds(60);

    @Test
    void countsByAccountAndMinuteAndTakesWhatIsOver() {
      stores.failures().count(mine, "a", MINUTE, "192.0.2.1");
      stores.failures().count(mine, "a", MINUTE, "192.0.2.2");
      stores.failures().count(mine, "b", MINUTE, "192.0.2.3");
      stores.failures().count(mine, "a", NEXT, "192.0.2.4");
      stores.failures().count(other, "a", MINUTE, "192.0.2.5");
      assertThat(stores.failures().take(mine, MINUTE, 10)).isEmpty();
      assertThat(stores.failures().tenantsWaiting(NEXT, 1_000)).contains(mine, other);
      assertThat(stores.failures().take(mine, NEXT, 1))
          .containsExactly(new FailedLogIn("a", MINUTE, 2, "192.0.2.2"));
      assertThat(stores.failures().take(mine, NEXT, 10))
          .containsExactly(new FailedLogIn("b", MINUTE, 1, "192.0.2.3"));
      assertThat(stores.failures().take(mine, NEXT, 10)).isEmpty();
      assertThat(stores.failures().tenantsWaiting(NEXT, 1_000))
          .contains(other)
          .doesNotContain(mine);
      assertThat(stores.failures().take(other, NEXT, 10)).hasSize(1);
      assertThat(stores.failures().take(mine, NEXT.plusSeconds(60), 10)).hasSize(1);
    }
  }

  @Nested
  class OfRateLimits {
    @Test
    void keepsOneOfEachTypeAndHidesItFromOthers() {
      RateLimit limit = limit(mine, 100);
      assertThat(stores.limits().add(mine, limit)).isTrue();
      assertThat(stores.limits().add(mine, limit(mine, 5))).as("same type").isFalse();
      assertThat(stores.limits().add(other, limit(other, 5))).isTrue();
      assertThat(stores.limits().find(mine, limit.id())).hasValue(limit);
      assertThat(stores.limits().find(other, limit.id())).isEmpty();
      assertThat(stores.limits().list(mine, Page.first())).containsExactly(limit);
      RateLimit changed = new RateLimit(limit.id(), mine, limit.type(), 7, 8, NOW, LATER);
      stores.limits().change(other, changed);
      assertThat(stores.limits().find(mine, limit.id())).hasValue(limit);
      stores.limits().change(mine, changed);
      assertThat(stores.limits().find(mine, limit.id())).hasValue(changed);
      assertThat(stores.limits().remove(other, limit.id())).isFalse();
      assertThat(stores.limits().remove(mine, limit.id())).isTrue();
      assertThat(stores.limits().remove(mine, limit.id())).isFalse();
    }

    private static RateLimit limit(TenantId tenant, long max) {
      return new RateLimit(OrderedIds.next(NOW), tenant, "recommend", max, 60, NOW, NOW);
    }
  }

  @Nested
  class OfUsage {
    private final UUID key = OrderedIds.next(NOW);
    private final Instant hour = Instant.parse("2026-03-01T10:00:00Z");

    /// A23
    @Test
    void addsARequestOnce() {
      CountedRequest first = request(hour, 200, 4);
      CountedRequest second = request(hour, 200, 5);
      assertThat(stores.usage().add(mine, List.of(first))).isEqualTo(1);
      assertThat(stores.usage().add(mine, List.of(first, second))).isEqualTo(1);
      assertThat(requests(mine)).isEqualTo(2);
    }

    /// A23
    @Test
    void hidesRequestsFromEveryOtherTenant() {
      stores.usage().add(mine, List.of(request(hour, 200, 4)));
      stores.usage().add(other, List.of(request(hour, 200, 4), request(hour, 500, 4)));
      assertThat(requests(mine)).isEqualTo(1);
      assertThat(requests(other)).isEqualTo(2);
      assertThat(requests(stores.tenant())).isZero();
    }

    @Test
    void countsByWhatIsAsked() {
      Instant nextDay = Instant.parse("2026-03-02T00:59:59.999Z");
      stores
          .usage()
          .add(
              mine,
              List.of(
                  request(hour, 200, 1),
                  request(hour.plusSeconds(3599), 404, 2),
                  new CountedRequest(
                      OrderedIds.next(NOW),
                      Optional.empty(),
                      new CountedRequest.Route("GET", "/api/v1/items/{id}"),
                      new CountedRequest.Answer(503, 30),
                      new CountedRequest.Size(0, 7),
                      nextDay)));
      UsageCounts.Count all = count(Grouping.HOUR).total();
      assertThat(all)
          .isEqualTo(
              new UsageCounts.Count(
                  3, 1, 1, new UsageCounts.Latency(2, 30), new CountedRequest.Size(20, 2007)));
      assertThat(names(Grouping.HOUR))
          .containsExactly("2026-03-01T10:00:00Z 2", "2026-03-02T00:00:00Z 1");
      assertThat(names(Grouping.DAY)).containsExactly("2026-03-01 2", "2026-03-02 1");
      assertThat(names(Grouping.ENDPOINT))
          .containsExactly("GET /api/v1/items/{id} 1", "POST /api/v1/recommend 2");
      assertThat(names(Grouping.KEY)).containsExactly(" 1", key + " 2");
      for (Grouping by : Grouping.values()) {
        assertThat(count(by).total()).isEqualTo(all);
      }
    }

    @Test
    void leavesOutWhatIsOutsideTheTime() {
      stores
          .usage()
          .add(
              mine,
              List.of(
                  request(hour.minusNanos(1000), 200, 1),
                  request(hour, 200, 2),
                  request(hour.plusSeconds(60), 200, 3)));
      assertThat(stores.usage().count(mine, hour, hour.plusSeconds(60), Grouping.DAY).total())
          .extracting(UsageCounts.Count::requests)
          .isEqualTo(1L);
    }

    private List<String> names(Grouping by) {
      return count(by).groups().stream()
          .map(group -> group.name() + " " + group.count().requests())
          .toList();
    }

    private UsageCounts count(Grouping by) {
      return stores.usage().count(mine, hour, hour.plus(Duration.ofDays(2)), by);
    }

    private long requests(TenantId tenant) {
      return stores
          .usage()
          .count(tenant, hour, hour.plusSeconds(1), Grouping.HOUR)
          .total()
          .requests();
    }

    private CountedRequest request(Instant at, int status, int latency) {
      return new CountedRequest(
          OrderedIds.next(NOW),
          Optional.of(key),
          new CountedRequest.Route("POST", "/api/v1/recommend"),
          new CountedRequest.Answer(status, latency),
          new CountedRequest.Size(10, 1000),
          at);
    }
  }
}
