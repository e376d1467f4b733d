package io.waymark.edge.credentials;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.impl.ECDSA;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.EncryptedJWT;
import com.nimbusds.jwt.JWTClaimsSet;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// Tokens that must let nobody in, each under the name of its trick. Those with claims that are
/// wrong are well signed: what refuses them is that they are wrong.
public final class HostileTokens {
  private static final String HEADER = "{\"alg\":\"ES256\",\"typ\":\"JWT\",\"kid\":\"key-1\"}";
  private static final int MEGABYTE = 1 << 20;

  private final Issuer ours;
  private final Issuer other = new Issuer("key-1");
  private final Instant now;
  private final String good;
  private final Map<String, String> tokens = new LinkedHashMap<>();

  private HostileTokens(Issuer ours, Instant now) {
    this.ours = ours;
    this.now = now;
    String token;
    do { // such that both alphabets of base64 write its signature differently
      token = ours.token(now, claims -> claims);
    } while (!part(token, 2).contains("-") || !part(token, 2).contains("_"));
    this.good = token;
  }

  /// By name; all are refused in the same words.
  public static Map<String, String> of(Issuer ours, Instant now) {
    try {
      HostileTokens hostile = new HostileTokens(ours, now);
      hostile.algorithms();
      hostile.headers();
      hostile.signatures();
      hostile.shapes();
      hostile.wrongClaims();
      hostile.payloads();
      return hostile.tokens;
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /// By name; all are refused as expired.
  public static Map<String, String> expired(Issuer ours, Instant now) {
    HostileTokens hostile = new HostileTokens(ours, now);
    long second = now.getEpochSecond();
    hostile.claim("exp is this second", "exp", Long.toString(second));
    hostile.claim("exp was a second ago", "exp", Long.toString(second - 1));
    hostile.claim("exp was a minute ago", "exp", Long.toString(second - 60));
    hostile.claim("exp was an hour ago", "exp", Long.toString(second - 3600));
    hostile.claim("exp is 0", "exp", "0");
    hostile.claim("exp is negative", "exp", "-1");
    hostile.claim("exp overflows", "exp", "9223372036854775807");
    hostile.claim("exp has a fraction and is over", "exp", (second - 1) + ".5");
    return hostile.tokens;
  }

  /// Good tokens with bytes changed, left out or doubled at places that `seed` decides.
  public static List<String> mutated(Issuer ours, Instant now, long seed, int count) {
    String good = ours.token(now, claims -> claims);
    Random random = new Random(seed);
    return IntStream.range(0, count).mapToObj(_ -> mutated(good, random)).toList();
  }

  private static String mutated(String good, Random random) {
    StringBuilder text = new StringBuilder(good);
    int changes = 1 + random.nextInt(4);
    for (int change = 0; change < changes; change++) {
      int place = random.nextInt(text.length());
      char other = (char) (' ' + random.nextInt(95));
      switch (random.nextInt(4)) {
        case 0 -> text.setCharAt(place, other);
        case 1 -> text.deleteCharAt(place);
        case 2 -> text.insert(place, other);
        default -> text.insert(place, text.charAt(random.nextInt(text.length())));
      }
    }
    return text.toString().equals(good) ? good + "x" : text.toString();
  }

  private void algorithms() throws JOSEException {
    String payload = part(good, 1);
    String none = base64("{\"alg\":\"none\",\"typ\":\"JWT\",\"kid\":\"key-1\"}");
    add("alg none", none + "." + payload + ".");
    add("alg none with a signature", none + "." + payload + "." + part(good, 2));
    add("alg nOnE", base64(HEADER.replace("ES256", "nOnE")) + "." + payload + ".");
    add("alg empty", ours.signed(HEADER.replace("ES256", ""), claims()));
    add("alg null", ours.signed(HEADER.replace("\"ES256\"", "null"), claims()));
    add("alg a number", ours.signed(HEADER.replace("\"ES256\"", "256"), claims()));
    add("alg unknown", ours.signed(HEADER.replace("ES256", "ES257"), claims()));
    add("no alg", ours.signed("{\"typ\":\"JWT\",\"kid\":\"key-1\"}", claims()));
    ECKey shown = ours.key().toPublicJWK();
    byte[] der = shown.toECPublicKey().getEncoded();
    add("HMAC with the public key as JWK", mac(bytes(shown.toJSONString())));
    add("HMAC with the public key as DER", mac(der));
    add(
        "HMAC with the public key as PEM",
        mac(
            bytes(
                "-----BEGIN PUBLIC KEY-----\n"
                    + Base64.getMimeEncoder(64, bytes("\n")).encodeToString(der)
                    + "\n-----END PUBLIC KEY-----\n")));
    add("HMAC with 32 zeros", mac(new byte[32]));
    add(
        "RSA with the key's name",
        by(JWSAlgorithm.RS256, new RSASSASigner(new RSAKeyGenerator(2048).generate())));
    ECKey wide = new ECKeyGenerator(Curve.P_384).keyID("key-1").generate();
    add("another curve", by(JWSAlgorithm.ES384, new ECDSASigner(wide)));
    String input = base64(HEADER) + "." + base64(claims());
    add(
        "another curve under our alg",
        input + "." + new ECDSASigner(wide).sign(new JWSHeader(JWSAlgorithm.ES384), bytes(input)));
    JWEHeader encrypted =
        new JWEHeader.Builder(JWEAlgorithm.ECDH_ES, EncryptionMethod.A128GCM)
            .keyID("key-1")
            .build();
    EncryptedJWT jwe = new EncryptedJWT(encrypted, Issuer.claims(now).build());
    jwe.encrypt(new ECDHEncrypter(shown));
    add("encrypted with the public key", jwe.serialize());
  }

  private String mac(byte[] secret) throws JOSEException {
    byte[] padded = Arrays.copyOf(secret, Math.max(secret.length, 32));
    return by(JWSAlgorithm.HS256, new MACSigner(padded));
  }

  /// Signed otherwise than by us, under our key's name.
  private String by(JWSAlgorithm algorithm, JWSSigner signer) throws JOSEException {
    String input = base64(HEADER.replace("ES256", algorithm.getName())) + "." + base64(claims());
    return input + "." + signer.sign(new JWSHeader(algorithm), bytes(input));
  }

  private void headers() {
    add("another's key under our key's name", other.signed(HEADER, claims()));
    for (String kid :
        List.of(
            "\"key-2\"",
            "\"../../../../../../dev/null\"",
            "\"/etc/passwd\"",
            "\"key-1' OR '1'='1\"",
            "\"https://attacker.example/jwks.json\"",
            "\"\"",
            "\"key-1\\u0000\"",
            "null",
            "1",
            "[\"key-1\"]")) {
      add("kid " + kid, other.signed(HEADER.replace("\"key-1\"", kid), claims()));
    }
    add("no kid", ours.signed("{\"alg\":\"ES256\",\"typ\":\"JWT\"}", claims()));
    String jwk = other.key().toPublicJWK().toJSONString();
    for (Issuer signer : List.of(other, ours)) {
      String whose = signer == ours ? ", though ours signed" : "";
      add("jwk" + whose, signer.signed(with("\"jwk\":" + jwk), claims()));
      add(
          "jku" + whose,
          signer.signed(with("\"jku\":\"https://attacker.example/jwks.json\""), claims()));
      add(
          "x5u" + whose,
          signer.signed(with("\"x5u\":\"https://attacker.example/cert.pem\""), claims()));
      add("x5c" + whose, signer.signed(with("\"x5c\":[\"MIIB\"]"), claims()));
    }
    add("crit", ours.signed(with("\"crit\":[\"exp\"],\"exp\":1"), claims()));
    add("b64 false", ours.signed(with("\"crit\":[\"b64\"],\"b64\":false"), claims()));
    add("zip", ours.signed(with("\"zip\":\"DEF\""), claims()));
    add("cty JWT", ours.signed(with("\"cty\":\"JWT\""), claims()));
    add("alg twice", ours.signed("{\"alg\":\"none\"," + HEADER.substring(1), claims()));
    add("typ of an access token of OAuth", ours.signed(HEADER.replace("JWT", "at+jwt"), claims()));
    add("typ of a log-out token", ours.signed(HEADER.replace("JWT", "logout+jwt"), claims()));
    add("no typ", ours.signed("{\"alg\":\"ES256\",\"kid\":\"key-1\"}", claims()));
    add("a header that is a list", ours.signed("[" + HEADER + "]", claims()));
    add("a header that is no JSON", ours.signed("alg=ES256", claims()));
    add("a header that is empty JSON", ours.signed("{}", claims()));
    add("a header that goes on", ours.signed(HEADER + HEADER, claims()));
    add("a header of nested lists", ours.signed(with("\"x\":" + nested(2_000)), claims()));
  }

  private void signatures() throws JOSEException {
    String unsigned = good.substring(0, good.lastIndexOf('.') + 1);
    String signature = part(good, 2);
    byte[] bytes = new Base64URL(signature).decode();
    add("no signature", unsigned);
    add("a signature of zeros", unsigned + Base64URL.encode(new byte[64]));
    add("a signature of ones", unsigned + Base64URL.encode(filled(64, 0xff)));
    add("r is the order", unsigned + with(bytes, 0, order()));
    add("s is the order", unsigned + with(bytes, 32, order()));
    add("s is 0", unsigned + with(bytes, 32, new byte[32]));
    add("r and s exchanged", unsigned + Base64URL.encode(exchanged(bytes)));
    add("the signature's twin", unsigned + twin(bytes));
    add("a signature in DER", unsigned + Base64URL.encode(ECDSA.transcodeSignatureToDER(bytes)));
    add("a signature one byte short", unsigned + Base64URL.encode(Arrays.copyOf(bytes, 63)));
    add("a signature one byte long", unsigned + Base64URL.encode(Arrays.copyOf(bytes, 65)));
    add("half a signature", unsigned + Base64URL.encode(Arrays.copyOf(bytes, 32)));
    add("a signature twice as long", unsigned + signature + signature);
    byte[] flipped = bytes.clone();
    flipped[10] ^= 1;
    add("one bit of the signature", unsigned + Base64URL.encode(flipped));
    char last = signature.charAt(signature.length() - 1);
    add(
        "bits behind the signature's end",
        unsigned + signature.substring(0, signature.length() - 1) + (char) (last + 1));
    add("the signature of another token", unsigned + part(ours.token(now, it -> it), 2));
    add(
        "claims changed after signing",
        part(good, 0)
            + "."
            + base64(claims().replace("viewer", "platform_admin"))
            + "."
            + signature);
    add(
        "the header changed after signing",
        base64(HEADER.replace("key-1", "key-2")) + "." + part(good, 1) + "." + signature);
  }

  private void shapes() {
    String header = part(good, 0);
    String payload = part(good, 1);
    String signature = part(good, 2);
    add("empty parts", "..");
    add("an empty header", "." + payload + "." + signature);
    add("an empty payload", header + ".." + signature);
    add("one part", header);
    add("two parts", header + "." + payload);
    add("four parts", good + "." + signature);
    add("four parts, the last one empty", good + ".");
    add("five parts", good + "." + signature + "." + signature);
    add("a point before", "." + good);
    add("the other alphabet", good.replace('-', '+').replace('_', '/'));
    add("padding", good + "==");
    add("padding of a part", header + "=." + payload + "." + signature);
    add("a blank inside", header + "." + payload + ". " + signature);
    add("a line end inside, as in a path", good + "%0A");
    add("a tab at the end", good + "\t");
    add("what is no base64 inside", header + "." + payload + "." + signature + "!*");
    add("percent-encoded", good.replace("-", "%2D"));
    add("in quotes", "\"" + good + "\"");
    add("twice", good + "," + good);
    add("base64 of a token", base64(good));
    add("a megabyte of letters", "a".repeat(MEGABYTE));
    add("a megabyte of points", ".".repeat(MEGABYTE));
    add("a megabyte, well signed", changed("email", "\"" + "a".repeat(MEGABYTE) + "\""));
  }

  private void wrongClaims() {
    claim("type refresh", "type", "\"refresh\"");
    claim("type in capitals", "type", "\"ACCESS\"");
    claim("type a list", "type", "[\"access\"]");
    claim("another installation's", "iss", "\"urn:waymark:prod\"");
    claim("issuer a list", "iss", "[\"urn:waymark:dev\"]");
    claim("issuer with a slash", "iss", "\"urn:waymark:dev/\"");
    claim("for another installation", "aud", "\"urn:waymark:prod\"");
    claim("for nobody", "aud", "[]");
    claim("audience a number", "aud", "1");
    claim("audience an object", "aud", "{\"urn:waymark:dev\":1}");
    claim("nbf in an hour", "nbf", Long.toString(now.getEpochSecond() + 3600));
    claim("nbf a text", "nbf", "\"0\"");
    claim("nbf null", "nbf", "null");
    claim("a claim of no meaning that is null", "x", "null");
    for (String name : new TreeSet<>(AccessTokens.CLAIMS)) {
      claim(name + " null", name, "null");
      add("no " + name, ours.signed(HEADER, claims().replaceFirst("\"" + name + "\":", "\"_\":")));
      claim(name + " an object", name, "{\"a\":1}");
      claim(name + " a list", name, "[1]");
    }
    claim("exp a text", "exp", "\"" + (now.getEpochSecond() + 900) + "\"");
    claim("exp true", "exp", "true");
    claim("tenant_epoch a text", "tenant_epoch", "\"3\"");
    claim("role unknown", "role", "\"root\"");
    claim("role empty", "role", "\"\"");
    claim("role a number", "role", "1");
    claim("tenant_id a number", "tenant_id", "1");
    claim("tenant_id with a path", "tenant_id", "\"../demo\"");
    claim("tenant_id with a blank", "tenant_id", "\"No Tenant\"");
    claim("tenant_id empty", "tenant_id", "\"\"");
    claim("tenant_id of another table", "tenant_id", "\"demo#key\"");
    claim("sid true", "sid", "true");
    claim("email a number", "email", "1");
  }

  private void payloads() {
    String claims = claims();
    add(
        "a claim twice",
        ours.signed(HEADER, "{\"role\":\"platform_admin\"," + claims.substring(1)));
    add("claims in a list", ours.signed(HEADER, "[" + claims + "]"));
    add("claims in a text", ours.signed(HEADER, "\"" + claims.replace("\"", "\\\"") + "\""));
    add("claims null", ours.signed(HEADER, "null"));
    add("claims empty", ours.signed(HEADER, "{}"));
    add("claims that break off", ours.signed(HEADER, claims.substring(0, claims.length() - 1)));
    add("claims that go on", ours.signed(HEADER, claims + claims));
    add("claims with a comment", ours.signed(HEADER, "/*x*/" + claims));
    add("claims in single quotes", ours.signed(HEADER, claims.replace('"', '\'')));
    add("claims of no UTF-8", ours.signed(bytes(HEADER), filled(64, 0xff)));
    add("claims in UTF-16", ours.signed(bytes(HEADER), claims.getBytes(StandardCharsets.UTF_16)));
    add("a token inside a token", ours.signed(HEADER, good));
    add("nested lists", changed("email", nested(2_500)));
    claim("nested objects", "email", "{\"a\":".repeat(500) + "1" + "}".repeat(500));
    claim("a number without end", "tenant_epoch", "1" + "0".repeat(5_000));
  }

  private void claim(String name, String claim, String json) {
    add(name, changed(claim, json));
  }

  /// Well signed, with this value in the claim, which it may lack otherwise.
  private String changed(String claim, String json) {
    Map<String, Object> claims = new LinkedHashMap<>(claimsOf());
    claims.put(claim, "@");
    String text = JSONObjectUtils.toJSONString(claims);
    return ours.signed(HEADER, text.replace("\"@\"", json));
  }

  private Map<String, Object> claimsOf() {
    JWTClaimsSet claims = Issuer.claims(now).build();
    return claims.toJSONObject();
  }

  private String claims() {
    return JSONObjectUtils.toJSONString(claimsOf());
  }

  private void add(String name, String token) {
    if (tokens.put(name, token) != null) {
      throw new IllegalStateException("two tokens are called " + name);
    }
  }

  private static String with(String more) {
    return HEADER.replace("}", "," + more + "}");
  }

  private static String nested(int depth) {
    return "[".repeat(depth) + "]".repeat(depth);
  }

  private static byte[] order() {
    byte[] order = Curve.P_256.toECParameterSpec().getOrder().toByteArray();
    return Arrays.copyOfRange(order, order.length - 32, order.length);
  }

  private static byte[] exchanged(byte[] signature) {
    byte[] exchanged = Arrays.copyOfRange(signature, 32, 96);
    System.arraycopy(signature, 0, exchanged, 32, 32);
    return exchanged;
  }

  /// `(r, n - s)`, which holds for whatever `(r, s)` holds for.
  private static Base64URL twin(byte[] signature) {
    BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
    byte[] other = Curve.P_256.toECParameterSpec().getOrder().subtract(s).toByteArray();
    byte[] half = new byte[32];
    int used = Math.min(other.length, 32);
    System.arraycopy(other, other.length - used, half, 32 - used, used);
    return with(signature, 32, half);
  }

  private static Base64URL with(byte[] signature, int at, byte[] half) {
    byte[] changed = signature.clone();
    System.arraycopy(half, 0, changed, at, half.length);
    return Base64URL.encode(changed);
  }

  private static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static String part(String token, int index) {
    return Objects.requireNonNull(token.split("\\.", -1)[index]);
  }

  private static String base64(String text) {
    return Base64URL.encode(text).toString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
