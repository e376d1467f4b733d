package io.waymark.auth.sessions;

import io.waymark.auth.audit.Audit;
import io.waymark.auth.audit.FailedLogIns;
import io.waymark.auth.database.OrderedIds;
import io.waymark.auth.factors.SecondFactors;
import io.waymark.auth.members.Email;
import io.waymark.auth.members.Member;
import io.waymark.auth.members.MemberCredentials;
import io.waymark.auth.members.MemberStore;
import io.waymark.auth.outbox.Changes;
import io.waymark.auth.passwords.PasswordHashes;
import io.waymark.auth.passwords.PasswordRules;
import io.waymark.auth.tenants.Tenant;
import io.waymark.auth.tenants.TenantStore;
import io.waymark.tenancy.Principal;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Log-in, refresh, log-out, change of password.
///
/// A refresh token is good for one use, which makes its successor. If it is used again it was
/// either sent twice by its owner, whose first answer was lost, or stolen. Within [#GRACE] the
/// answer is the very same successor, so that a lost answer does no harm and a thief gains no
/// second line of tokens; after that the whole session ends.
@Singleton
public final class Sessions {
  static final Duration GRACE = Duration.ofSeconds(10);

  private static final UUID NOBODY = new UUID(0, 0);

  private final MemberStore members;
  private final TenantStore tenants;
  private final RefreshTokenStore refreshTokens;
  private final PasswordHashes hashes;
  private final SecondFactors factors;
  private final Tokens tokens;
  private final SessionEnds ends;
  private final Changes changes;
  private final Audit audit;
  private final FailedLogIns failures;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  Sessions(
      MemberStore members,
      TenantStore tenants,
      RefreshTokenStore refreshTokens,
      PasswordHashes hashes,
      SecondFactors factors,
      Tokens tokens,
      SessionEnds ends,
      Changes changes,
      Audit audit,
      FailedLogIns failures,
      Clock clock) {
    this.members = members;
    this.tenants = tenants;
    this.refreshTokens = refreshTokens;
    this.hashes = hashes;
    this.factors = factors;
    this.tokens = tokens;
    this.ends = ends;
    this.changes = changes;
    this.audit = audit;
    this.failures = failures;
    this.clock = clock;
  }

  /// Opens a session. Takes as long where nobody has the e-mail as where the password is wrong, and
  /// as where the password is right and the code is not.
  ///
  /// @param code of the member's second factor, or a recovery code
  public LoginResult logIn(String email, String password, Optional<String> code) {
    Optional<MemberCredentials> found = Email.of(email).flatMap(members::findByEmail);
    boolean passes =
        found
            .map(MemberCredentials::member)
            .map(member -> factors.passes(member.tenant(), member.id(), code))
            .orElseGet(() -> factors.passes(TenantId.PLATFORM, NOBODY, code));
    if (found.isEmpty()) {
      hashes.waste(password);
      failures.countUnknown(email);
      return new LoginResult.Refused();
    }
    MemberCredentials credentials = found.get();
    Member member = credentials.member();
    if (!hashes.matches(password, credentials.passwordHash()) || !passes) {
      failures.count(member.tenant(), member.id().toString());
      return new LoginResult.Refused();
    }
    Optional<String> upgraded =
        hashes.outdated(credentials.passwordHash())
            ? Optional.of(hashes.hash(password))
            : Optional.empty();
    return changes.in(
        member.tenant(),
        () -> {
          LoginResult result = open(credentials, upgraded, code);
          if (result instanceof LoginResult.Suspended) {
            failures.count(member.tenant(), member.id().toString());
          }
          return result;
        });
  }

  /// @param verified what the password was checked against, before this transaction: by now it may
  ///   have been replaced, and every session of the old one ended
  private LoginResult open(
      MemberCredentials verified, Optional<String> upgradedHash, Optional<String> code) {
    TenantId tenant = verified.member().tenant();
    UUID id = verified.member().id();
    Optional<MemberCredentials> known = members.findForChange(tenant, id);
    if (known.isEmpty() || !known.get().passwordHash().equals(verified.passwordHash())) {
      return new LoginResult.Refused();
    }
    return switch (standing(tenant, known.get().member())) {
      case Standing.Barred(LoginResult result) -> result;
      case Standing.Good(Member member, long epoch) -> {
        if (!factors.use(tenant, id, code)) {
          yield new LoginResult.Refused(); // somebody else used it up, or a factor was set
        }
        Instant now = clock.instant();
        upgradedHash.ifPresent(
            hash -> members.changePassword(tenant, id, verified.passwordHash(), hash, now));
        members.loggedIn(tenant, id, now);
        refreshTokens.removeExpired(tenant, now);
        UUID session = OrderedIds.next(now);
        Tokens.Bearer bearer = new Tokens.Bearer(member, session, epoch);
        Tokens.Fresh first = tokens.refresh(bearer, now);
        refreshTokens.open(
            tenant,
            new Session(session, id, now, first.token().expiresAt(), Optional.empty()),
            first.token());
        audit.record(tenant, id.toString(), "session.opened", session.toString());
        yield new LoginResult.LoggedIn(member, tokens.access(bearer, now), first.text());
      }
    };
  }

  /// Trades a refresh token for its successor and a new access token.
  public LoginResult refresh(String text) {
    Optional<Tokens.Shown> shown = tokens.shown(text);
    Optional<RefreshToken> stored = shown.flatMap(token -> stored(token.id(), text));
    if (stored.isEmpty()) {
      return new LoginResult.Refused();
    }
    long epoch = shown.get().tenantEpoch();
    return changes.in(stored.get().tenant(), () -> rotate(stored.get(), epoch, text));
  }

  private LoginResult rotate(RefreshToken known, long shownEpoch, String text) {
    TenantId tenant = known.tenant();
    Optional<Session> session = refreshTokens.lockSession(tenant, known.session());
    // Again, now that nobody else can rotate it.
    Optional<RefreshToken> token = refreshTokens.find(tenant, known.id());
    if (session.isEmpty() || session.get().endedAt().isPresent() || token.isEmpty()) {
      return new LoginResult.Refused();
    }
    Optional<Member> holder =
        members.find(tenant, session.get().member()).map(MemberCredentials::member);
    if (holder.isEmpty()) {
      return new LoginResult.Refused();
    }
    return switch (standing(tenant, holder.get())) {
      case Standing.Barred(LoginResult result) -> result;
      case Standing.Good(Member member, long epoch) -> {
        if (shownEpoch != epoch) {
          yield new LoginResult.Refused(); // the tenant was suspended meanwhile
        }
        Tokens.Bearer bearer = new Tokens.Bearer(member, known.session(), epoch);
        yield successor(token.get(), text, bearer);
      }
    };
  }

  private LoginResult successor(RefreshToken token, String text, Tokens.Bearer bearer) {
    TenantId tenant = token.tenant();
    Instant now = clock.instant();
    if (token.rotation().isEmpty()) {
      Tokens.Fresh next = tokens.refresh(bearer, now);
      String sealed = Seal.close(next.text(), text, random);
      refreshTokens.rotate(
          tenant, token.id(), new RefreshToken.Rotation(now, sealed), next.token());
      return new LoginResult.LoggedIn(bearer.member(), tokens.access(bearer, now), next.text());
    }
    RefreshToken.Rotation rotation = token.rotation().get();
    if (!now.isAfter(rotation.at().plus(GRACE))) {
      String same = Seal.open(rotation.sealedSuccessor(), text);
      return new LoginResult.LoggedIn(bearer.member(), tokens.access(bearer, now), same);
    }
    ends.end(tenant, token.session());
    audit.record(
        tenant,
        bearer.member().id().toString(),
        "session.ended_by_reuse",
        token.session().toString());
    return new LoginResult.Refused();
  }

  /// Ends the session of an access token.
  public void logOut(Principal.Member member) {
    TenantId tenant = member.tenant();
    changes.inEffect(
        tenant,
        _ -> true,
        () -> {
          boolean ended = ends.end(tenant, UUID.fromString(member.session()));
          if (ended) {
            audit.record(tenant, member.subject(), "session.ended", member.session());
          }
          return ended;
        });
  }

  /// Replaces a member's password and ends all its sessions.
  public PasswordChange changePassword(Principal.Member member, String current, String next) {
    TenantId tenant = member.tenant();
    UUID id = UUID.fromString(member.subject());
    String name = tenants.find(tenant).map(Tenant::name).orElse(tenant.value());
    Optional<String> objection =
        PasswordRules.objection(next, List.of(member.email(), tenant.value(), name));
    if (objection.isPresent()) {
      return new PasswordChange.Weak(objection.get());
    }
    Optional<MemberCredentials> known = members.find(tenant, id);
    if (known.isEmpty() || !hashes.matches(current, known.get().passwordHash())) {
      failures.count(tenant, id.toString());
      return new PasswordChange.WrongPassword();
    }
    String verified = known.get().passwordHash();
    String hash = hashes.hash(next);
    return changes.inEffect(
        tenant,
        PasswordChange.Changed.class::isInstance,
        () -> {
          if (!members.changePassword(tenant, id, verified, hash, clock.instant())) {
            return new PasswordChange.WrongPassword(); // another change was faster
          }
          ends.endAll(tenant, id);
          audit.record(tenant, id.toString(), "member.password_changed", id.toString());
          return new PasswordChange.Changed();
        });
  }

  private Optional<RefreshToken> stored(UUID id, String text) {
    return refreshTokens.findById(id).filter(known -> same(known, text));
  }

  private static boolean same(RefreshToken known, String text) {
    return MessageDigest.isEqual(
        Seal.sha256(text).getBytes(StandardCharsets.US_ASCII),
        known.hash().getBytes(StandardCharsets.US_ASCII));
  }

  private Standing standing(TenantId tenant, Member member) {
    Optional<Tenant> of = tenants.find(tenant);
    if (of.isEmpty()) {
      return new Standing.Barred(new LoginResult.Refused());
    }
    if (!of.get().active()) {
      return new Standing.Barred(new LoginResult.Suspended("tenant"));
    }
    return member.active()
        ? new Standing.Good(member, of.get().epoch())
        : new Standing.Barred(new LoginResult.Suspended("member"));
  }

  /// Whether a member may have tokens now.
  private sealed interface Standing {
    record Good(Member member, long tenantEpoch) implements Standing {}

    record Barred(LoginResult result) implements Standing {}
  }
}
