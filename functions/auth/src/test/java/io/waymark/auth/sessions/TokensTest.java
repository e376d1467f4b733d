package io.waymark.auth.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import io.waymark.auth.signing.SigningKeys;
import io.waymark.edge.credentials.SignedTokens;
import io.waymark.tenancy.installation.Installation;
import io.waymark.testing.MovingClock;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Refresh tokens that were signed by us and are none all the same.
class TokensTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final UUID ID = UUID.randomUUID();

  private final ECKey key = generated();
  private final Tokens tokens =
      new Tokens(
          new SigningKeys() {
            @Override
            public ECKey current() {
              return key;
            }

            @Override
            public JWKSet published() {
              return new JWKSet(key.toPublicJWK());
            }

            @Override
            public void prepare() {}
          },
          new Installation("test", "000000000000", "eu-central-1"),
          new MovingClock(NOW));

  @Test
  void aGoodOneIsRead() {
    assertThat(tokens.shown(signed(claims -> claims))).hasValue(new Tokens.Shown(ID, 3));
  }

  @Test
  void noneIsOneWithClaimsOfTheWrongKind() {
    assertNone(claims -> claims.jwtID(null));
    assertNone(claims -> claims.jwtID("no UUID"));
    assertNone(claims -> claims.jwtID(""));
    assertNone(claims -> claims.claim("tenant_epoch", null));
    assertNone(claims -> claims.claim("tenant_epoch", "3"));
    assertNone(claims -> claims.claim("sid", null));
    assertNone(claims -> claims.subject(null));
    assertNone(claims -> claims.issuer(null));
    assertNone(claims -> claims.claim("exp", null));
    assertNone(claims -> claims.claim("type", "access"));
    assertNone(claims -> claims.audience("urn:waymark:prod"));
    assertNone(claims -> claims.expirationTime(Date.from(NOW.minusSeconds(61))));
  }

  @Test
  void noneIsWhatIsNoToken() {
    String good = signed(claims -> claims);
    for (String text : new String[] {"", ".", "..", "a.b.c", good + "=", good + " ", " " + good}) {
      assertThat(tokens.shown(text)).as(text).isEmpty();
    }
  }

  private void assertNone(UnaryOperator<JWTClaimsSet.Builder> change) {
    assertThat(tokens.shown(signed(change))).isEmpty();
  }

  private String signed(UnaryOperator<JWTClaimsSet.Builder> change) {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .serializeNullClaims(true)
            .issuer("urn:waymark:test")
            .audience("urn:waymark:test")
            .subject("member-1")
            .claim("type", "refresh")
            .claim("sid", "session-1")
            .claim("tenant_epoch", 3)
            .jwtID(ID.toString())
            .expirationTime(Date.from(NOW.plusSeconds(900)));
    return SignedTokens.sign(change.apply(claims).build(), key);
  }

  private static ECKey generated() {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID("key-1").generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
