package io.waymark.edge.credentials;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
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
import java.util.Date;
import java.util.HashSet;
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

  private static final long MOST_TOKENS = 10_000;

  private final PublicKeys publicKeys;
  private final CachedAccess access;
  private final Clock clock;
  private final DefaultJWTProcessor<SecurityContext> processor;
  private final Cache<String, Checked> checked =
      Caffeine.newBuilder().maximumSize(MOST_TOKENS).build();

  private volatile Keys keys = Keys.NONE;

  AccessTokens(PublicKeys publicKeys, CachedAccess access, WaymarkConfig config, Clock clock) {
    this.publicKeys = publicKeys;
    this.access = access;
    this.clock = clock;
    this.processor = processor(config.installation().issuer());
  }

  private DefaultJWTProcessor<SecurityContext> processor(String issuer) {
    DefaultJWTProcessor<SecurityContext> made = new DefaultJWTProcessor<>();
    made.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, null));
    JWKSource<SecurityContext> source = this::select;
    made.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.ES256, source));
    JWTClaimsSet exact = new JWTClaimsSet.Builder().issuer(issuer).claim("type", "access").build();
    made.setJWTClaimsSetVerifier(
        new DefaultJWTClaimsVerifier<>(
            new HashSet<>(Set.of(issuer)), // Nimbus asks whether it contains null
            exact,
            Set.of("sub", "tenant_id", "email", "role", "exp", "iat", "jti", "sid", "tenant_epoch"),
            Set.of()) {
          @Override
          protected Date currentTime() {
            return Date.from(clock.instant());
          }
        });
    return made;
  }

  Verdict check(String token) {
    @Nullable Checked known = checked.getIfPresent(token);
    if (known == null) {
      try {
        known = Checked.of(processor.process(token, null));
      } catch (ExpiredJWTException e) {
        return new Verdict.Refused("the access token has expired; refresh it");
      } catch (BadJWTException | ParseException | IllegalArgumentException e) {
        return new Verdict.Refused("this is not an access token of this installation");
      } catch (BadJOSEException | JOSEException e) {
        return new Verdict.Refused("the token's signature does not hold");
      }
      checked.put(token, known);
    }
    if (!clock.instant().isBefore(known.expiresAt)) {
      checked.invalidate(token);
      return new Verdict.Refused("the access token has expired; refresh it");
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
