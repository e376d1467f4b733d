package io.waymark.edge.credentials;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import java.util.function.UnaryOperator;

/// Signs tokens as `auth` would, and as an attacker might.
public final class Issuer {
  private final ECKey key;

  public Issuer(String keyId) {
    try {
      key = new ECKeyGenerator(Curve.P_256).keyID(keyId).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  public ECKey key() {
    return key;
  }

  /// A token that holds, but for what `change` does to its claims.
  public String token(Instant now, UnaryOperator<JWTClaimsSet.Builder> change) {
    return SignedTokens.sign(change.apply(claims(now)).build(), key);
  }

  static JWTClaimsSet.Builder claims(Instant now) {
    return new JWTClaimsSet.Builder()
        .issuer("urn:waymark:dev")
        .audience("urn:waymark:dev")
        .subject("member-1")
        .claim("tenant_id", "demo")
        .claim("email", "a@demo.com")
        .claim("role", "viewer")
        .claim("type", "access")
        .claim("sid", "session-1")
        .claim("tenant_epoch", 3)
        .jwtID(UUID.randomUUID().toString())
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plusSeconds(900)));
  }

  /// A token of these two texts as they stand, well signed.
  String signed(String header, String payload) {
    return signed(
        header.getBytes(StandardCharsets.UTF_8), payload.getBytes(StandardCharsets.UTF_8));
  }

  String signed(byte[] header, byte[] payload) {
    String input = Base64URL.encode(header) + "." + Base64URL.encode(payload);
    try {
      return input
          + "."
          + new SignedTokens.LowSigner(new ECDSASigner(key))
              .sign(new JWSHeader(JWSAlgorithm.ES256), input.getBytes(StandardCharsets.US_ASCII));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
