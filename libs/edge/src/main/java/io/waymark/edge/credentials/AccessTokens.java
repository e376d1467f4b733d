package io.waymark.edge.credentials;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.ExpiredJWTException;
import io.waymark.edge.WaymarkConfig;
import io.waymark.edge.priming.Renewed;
import io.waymark.tenancy.Principal;
import io.waymark.tenancy.Role;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Checks access tokens. A token's signature and claims are checked once and remembered until it
/// expires; the standing of its tenant and session is asked at every call.
@Singleton
final class AccessTokens implements Renewed {
  private static final Duration KEYS_KEPT = Duration.ofMinutes(5);

  /// An unknown `kid` makes us read the keys again, but no attacker may make us do so at every
  /// call.
  private static final Duration BETWEEN_READS = Duration.ofSeconds(5);

  /// What each has, beside issuer, audience and type.
  static final Set<String> CLAIMS =
      Set.of("sub", "tenant_id", "email", "role", "exp", "iat", "jti", "sid", "tenant_epoch");

  private static final long MOST_TOKENS = 10_000;

  /// One text for every reason, so that a forger learns nothing.
  private static final Verdict NONE_OF_OURS =
      new Verdict.Refused("this is not an access token of this installation");

  private static final Verdict EXPIRED =
      new Verdict.Refused("the access token has expired; refresh it");

  private final PublicKeys publicKeys;
  private final CachedAccess access;
  private final Clock clock;
  private final SignedTokens tokens;
  private final Cache<String, Checked> checked =
      Caffeine.newBuilder().maximumSize(MOST_TOKENS).build();

  private volatile Keys keys = Keys.NONE;

  AccessTokens(PublicKeys publicKeys, CachedAccess access, WaymarkConfig config, Clock clock) {
    this.publicKeys = publicKeys;
    this.access = access;
    this.clock = clock;
    this.tokens =
        new SignedTokens(this::select, config.installation().issuer(), "access", CLAIMS, clock);
  }

  Verdict check(String token) {
    @Nullable Checked known = checked.getIfPresent(token);
    if (known == null) {
      try {
        known = Checked.of(tokens.read(token));
      } catch (ExpiredJWTException e) {
        return EXPIRED;
      } catch (ParseException | BadJOSEException | JOSEException | IllegalArgumentException e) {
        return NONE_OF_OURS;
      }
      checked.put(token, known);
    }
    if (!clock.instant().isBefore(known.expiresAt)) {
      checked.invalidate(token);
      return EXPIRED;
    }
    Optional<TenantStanding> standing = access.standing(known.member.tenant());
    if (standing.isEmpty() || !standing.get().active()) {
      return new Verdict.Refused("the tenant is not active");
    }
    if (known.epoch < standing.get().epoch()
        || access.sessionEnded(known.member.tenant(), known.member.session())) {
      return new Verdict.Refused("the session has ended; log in again");
    }
    return new Verdict.Holds(known.member);
  }

  private List<JWK> select(JWKSelector selector, @Nullable SecurityContext context)
      throws KeySourceException {
    Keys current = keys;
    List<JWK> found = selector.select(current.set);
    Duration age = Duration.between(current.readAt, clock.instant());
    if (found.isEmpty() ? age.compareTo(BETWEEN_READS) > 0 : age.compareTo(KEYS_KEPT) > 0) {
      Keys fresh = new Keys(publicKeys.read(), clock.instant());
      keys = fresh;
      found = selector.select(fresh.set);
    }
    return found;
  }

  @Override
  public void renew() {
    keys = Keys.NONE;
    checked.invalidateAll();
  }

  private record Keys(JWKSet set, Instant readAt) {
    static final Keys NONE = new Keys(new JWKSet(), Instant.EPOCH);
  }

  private record Checked(Principal.Member member, long epoch, Instant expiresAt) {
    static Checked of(JWTClaimsSet claims) throws ParseException {
      Role role =
          Role.of(claims.getStringClaim("role"))
              .orElseThrow(() -> new IllegalArgumentException("unknown role"));
      return new Checked(
          new Principal.Member(
              new TenantId(claims.getStringClaim("tenant_id")),
              claims.getSubject(),
              claims.getStringClaim("email"),
              role,
              claims.getStringClaim("sid")),
          claims.getLongClaim("tenant_epoch"),
          claims.getExpirationTime().toInstant());
    }
  }
}
