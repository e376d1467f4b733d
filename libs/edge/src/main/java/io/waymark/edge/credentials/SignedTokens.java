package io.waymark.edge.credentials;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jca.JCAContext;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.math.BigInteger;
import java.text.ParseException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Date;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/// Writes and reads one kind of our tokens. Nimbus parses, verifies and compares claims; what it
/// lets pass beyond that is refused here:
///
/// - a token has one text. Nimbus skips blanks and what is not base64, takes both alphabets, and
///   every signature of ECDSA has a twin; ours are the texts that [#sign] writes.
/// - its header names algorithm, type and key, and nothing else: no key, no address of a key.
/// - no claim is null.
public final class SignedTokens {
  /// Ours have less than a thousand.
  private static final int MOST_CHARACTERS = 8 * 1024;

  private static final Set<String> HEADER = Set.of("alg", "typ", "kid");

  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  /// @param issuer who must have issued them, for itself
  /// @param type what their claim `type` says
  /// @param required the names of claims that each of them has
  public SignedTokens(
      JWKSource<SecurityContext> keys,
      String issuer,
      String type,
      Set<String> required,
      Clock clock) {
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.ES256, keys));
    processor.setJWTClaimsSetVerifier(
        new DefaultJWTClaimsVerifier<>(
            new HashSet<>(Set.of(issuer)), // Nimbus asks whether it contains null
            new JWTClaimsSet.Builder().issuer(issuer).claim("type", type).build(),
            required,
            Set.of()) {
          @Override
          protected Date currentTime() {
            return Date.from(clock.instant());
          }
        });
  }

  /// The text of a token that holds `claims`.
  public static String sign(JWTClaimsSet claims, ECKey key) {
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .keyID(key.getKeyID())
            .type(JOSEObjectType.JWT)
            .build();
    SignedJWT token = new SignedJWT(header, claims);
    try {
      token.sign(new LowSigner(new ECDSASigner(key)));
    } catch (JOSEException e) {
      throw new IllegalStateException("a P-256 key signs ES256", e);
    }
    return token.serialize();
  }

  /// The claims of the token in `text`.
  ///
  /// @throws ParseException where it is no token, or not written as ours
  /// @throws BadJWTException where its signature holds and its claims do not
  /// @throws BadJOSEException where its signature does not hold
  public JWTClaimsSet read(String text) throws ParseException, BadJOSEException, JOSEException {
    if (text.length() > MOST_CHARACTERS) {
      throw new ParseException("longer than any token of ours", MOST_CHARACTERS);
    }
    SignedJWT token = SignedJWT.parse(text);
    if (!token.serialize().equals(text)
        || !Arrays.stream(token.getParsedParts()).allMatch(SignedTokens::isCanonical)
        || !LowSigner.isLow(token.getSignature())) {
      throw new ParseException("not the text that we write", 0);
    }
    if (!token.getHeader().getIncludedParams().equals(HEADER)
        || !JOSEObjectType.JWT.equals(token.getHeader().getType())) {
      throw new ParseException("not the header that we write", 0);
    }
    JWTClaimsSet claims = processor.process(token, null);
    if (claims.getClaims().values().stream().anyMatch(Objects::isNull)) {
      throw new BadJWTException("a claim is null");
    }
    return claims;
  }

  private static boolean isCanonical(Base64URL part) {
    return Base64URL.encode(part.decode()).equals(part);
  }

  /// Of the two signatures `(r, s)` and `(r, n - s)`, which hold for the same text and key, gives
  /// the one with the smaller `s`.
  record LowSigner(ECDSASigner signer) implements JWSSigner {
    private static final BigInteger ORDER = Curve.P_256.toECParameterSpec().getOrder();
    private static final BigInteger HALF = ORDER.shiftRight(1);
    private static final int BYTES = 32;

    static boolean isLow(Base64URL signature) {
      return s(signature.decode()).compareTo(HALF) <= 0;
    }

    @Override
    public Base64URL sign(JWSHeader header, byte[] input) throws JOSEException {
      byte[] signature = signer.sign(header, input).decode();
      BigInteger s = s(signature);
      if (s.compareTo(HALF) > 0) {
        byte[] low = ORDER.subtract(s).toByteArray(); // at most half: 32 bytes or fewer
        Arrays.fill(signature, BYTES, 2 * BYTES, (byte) 0);
        System.arraycopy(low, 0, signature, 2 * BYTES - low.length, low.length);
      }
      return Base64URL.encode(signature);
    }

    /// The second half of what a signature has, however long that is.
    private static BigInteger s(byte[] signature) {
      return new BigInteger(
          1, Arrays.copyOfRange(signature, Math.min(BYTES, signature.length), signature.length));
    }

    @Override
    public Set<JWSAlgorithm> supportedJWSAlgorithms() {
      return signer.supportedJWSAlgorithms();
    }

    @Override
    public JCAContext getJCAContext() {
      return signer.getJCAContext();
    }
  }
}
