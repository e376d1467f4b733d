package io.waymark.edge.credentials;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import io.waymark.edge.WaymarkConfig;
import io.waymark.edge.limits.TenantLimits;
import io.waymark.edge.priming.Primed;
import io.waymark.tenancy.Role;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.Set;

/// Checks a token and a key of a tenant that does not exist, with keys and stores of its own that
/// are gone afterwards.
@Singleton
final class CredentialsPrimed implements Primed {
  private static final String TENANT = "priming";
  private static final String API_KEY = "wm_dev_AAAAAAAA_0123456789abcdefghijklmnop";

  private final WaymarkConfig config;
  private final Clock clock;

  CredentialsPrimed(WaymarkConfig config, Clock clock) {
    this.config = config;
    this.clock = clock;
  }

  @Override
  public void prime() throws JOSEException {
    ECKey key = new ECKeyGenerator(Curve.P_256).keyID(TENANT).generate();
    CachedAccess access = new CachedAccess(new Known(), clock);
    PublicKeys keys = () -> new JWKSet(key.toPublicJWK());
    holds(new AccessTokens(keys, access, config, clock).check(token(key)));
    holds(new ApiKeys(access, clock).check(API_KEY));
  }

  private static void holds(Verdict verdict) {
    switch (verdict) {
      case Verdict.Holds _ -> {}
      case Verdict.Refused(String reason) -> throw new IllegalStateException(reason);
    }
  }

  private String token(ECKey key) {
    Instant now = clock.instant();
    String issuer = config.installation().issuer();
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .audience(issuer)
            .subject("priming")
            .claim("tenant_id", TENANT)
            .claim("email", "priming@waymark.invalid")
            .claim("role", Role.VIEWER.text())
            .claim("type", "access")
            .claim("sid", "priming")
            .claim("tenant_epoch", 0)
            .jwtID("priming")
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(60)))
            .build();
    return SignedTokens.sign(claims, key);
  }

  private static final class Known implements AccessStore {
    @Override
    public Optional<StoredApiKey> apiKey(String prefix) {
      return Optional.of(
          new StoredApiKey(
              new TenantId(TENANT),
              "priming",
              ApiKeys.sha256(API_KEY),
              Set.of(),
              true,
              Optional.empty()));
    }

    @Override
    public Optional<TenantStanding> standing(TenantId tenant) {
      return Optional.of(new TenantStanding(true, 0, TenantLimits.NONE));
    }

    @Override
    public boolean sessionEnded(TenantId tenant, String session) {
      return false;
    }
  }
}
