package io.waymark.auth.signing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.text.ParseException;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Optional;

/// A set of private keys, as it is kept: a JWK set whose keys say when they were issued (`iat`)
/// and, if they are to be published before they sign, from when on they do (`nbf`).
record KeyRing(JWKSet set) {
  KeyRing {
    if (set.getKeys().isEmpty()) {
      throw new IllegalArgumentException("a key ring needs a key");
    }
    for (JWK key : set.getKeys()) {
      if (!(key instanceof ECKey ec)
          || !ec.isPrivate()
          || !Curve.P_256.equals(ec.getCurve())
          || key.getKeyID() == null) {
        throw new IllegalArgumentException("a signing key is a private P-256 key with a kid");
      }
    }
  }

  static KeyRing generate(Instant now) {
    try {
      ECKey key =
          new ECKeyGenerator(Curve.P_256)
              .keyIDFromThumbprint(true)
              .keyUse(KeyUse.SIGNATURE)
              .algorithm(JWSAlgorithm.ES256)
              .issueTime(Date.from(now))
              .generate();
      return new KeyRing(new JWKSet(List.<JWK>of(key)));
    } catch (JOSEException e) {
      throw new IllegalStateException("every Java platform has P-256", e);
    }
  }

  static KeyRing parse(String json) throws ParseException {
    return new KeyRing(JWKSet.parse(json));
  }

  /// The newest key that may sign at `now`; where all are for later, the first of them.
  ECKey current(Instant now) {
    List<ECKey> keys =
        set.getKeys().stream()
            .map(JWK::toECKey)
            .sorted(Comparator.comparing(KeyRing::issued).reversed())
            .toList();
    return keys.stream()
        .filter(
            key ->
                key.getNotBeforeTime() == null || !key.getNotBeforeTime().toInstant().isAfter(now))
        .findFirst()
        .orElse(keys.getLast());
  }

  String privateJson() {
    return set.toString(false);
  }

  JWKSet published() {
    return set.toPublicJWKSet();
  }

  private static Instant issued(ECKey key) {
    return Optional.ofNullable(key.getIssueTime()).map(Date::toInstant).orElse(Instant.EPOCH);
  }

  @Override
  public String toString() {
    return "KeyRing[" + set.size() + " keys]";
  }
}
