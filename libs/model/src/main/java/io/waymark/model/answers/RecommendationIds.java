package io.waymark.model.answers;

import io.waymark.model.ModelVersion;
import io.waymark.tenancy.TenantId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Names answers without storing them: tenant, model, arm, placement and time, with the first eight
/// bytes of an HMAC-SHA-256 behind them, in base64url. An event brings the name back; nobody makes
/// one up, since each guess is a request. At most 200 characters.
public final class RecommendationIds {
  private static final byte FORMAT = 1;
  private static final int MAC_BYTES = 8;

  private final SecretKeySpec key;

  public RecommendationIds(byte[] key) {
    if (key.length < 32) {
      throw new IllegalArgumentException("the key must have at least 32 bytes");
    }
    this.key = new SecretKeySpec(key.clone(), "HmacSHA256");
  }

  /// What a name says.
  ///
  /// @param model its name; empty where none answered
  /// @param arm the code of an experiment's arm, up to 255; 0 outside of one
  public record Named(
      TenantId tenant,
      String model,
      Optional<ModelVersion> version,
      int arm,
      Placement placement,
      Instant time) {}

  public String name(Named answer) {
    byte[] tenant = answer.tenant().value().getBytes(StandardCharsets.UTF_8);
    byte[] model = answer.model().getBytes(StandardCharsets.UTF_8);
    ByteBuffer out = ByteBuffer.allocate(16 + tenant.length + model.length + MAC_BYTES);
    out.put((byte) (FORMAT << 4 | answer.placement().code()));
    long millis = answer.time().toEpochMilli();
    out.putShort((short) (millis >>> 32)).putInt((int) millis);
    out.put((byte) answer.arm());
    putVersion(out, answer.version());
    out.put((byte) tenant.length).put(tenant).put(model);
    byte[] signed = Arrays.copyOf(out.array(), out.position());
    out.put(mac(signed), 0, MAC_BYTES);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Arrays.copyOf(out.array(), out.position()));
  }

  /// Whether it looks like one, which can be said without the key.
  public static boolean mayBe(String name) {
    return bytes(name).length > 0;
  }

  /// Of what looks like a name; otherwise none.
  private static byte[] bytes(String name) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(name);
      boolean one = bytes.length >= 16 + MAC_BYTES && (bytes[0] & 0xff) >>> 4 == FORMAT;
      return one ? bytes : new byte[0];
    } catch (IllegalArgumentException noBase64) {
      return new byte[0];
    }
  }

  /// What a name says; empty where it is not one of ours.
  public Optional<Named> read(String name) {
    byte[] bytes = bytes(name);
    if (bytes.length == 0) {
      return Optional.empty();
    }
    int end = bytes.length - MAC_BYTES;
    byte[] signature = Arrays.copyOf(mac(Arrays.copyOf(bytes, end)), MAC_BYTES);
    if (!MessageDigest.isEqual(signature, Arrays.copyOfRange(bytes, end, bytes.length))) {
      return Optional.empty();
    }
    ByteBuffer in = ByteBuffer.wrap(bytes, 0, end);
    int head = in.get() & 0xff;
    Optional<Placement> placement = Placement.coded(head & 15);
    if (placement.isEmpty()) {
      return Optional.empty(); // of a later version of ours
    }
    long millis = (long) in.getShort() << 32 | Integer.toUnsignedLong(in.getInt());
    int arm = in.get() & 0xff;
    Optional<ModelVersion> version = version(in);
    byte[] tenant = new byte[in.get()];
    in.get(tenant);
    byte[] model = new byte[in.remaining()];
    in.get(model);
    return Optional.of(
        new Named(
            new TenantId(new String(tenant, StandardCharsets.UTF_8)),
            new String(model, StandardCharsets.UTF_8),
            version,
            arm,
            placement.orElseThrow(),
            Instant.ofEpochMilli(millis)));
  }

  private static void putVersion(ByteBuffer out, Optional<ModelVersion> version) {
    if (version.isEmpty()) {
      out.put(new byte[7]);
      return;
    }
    String text = version.get().value();
    out.putInt((int) version.get().madeAt().getEpochSecond())
        .put(HexFormat.of().parseHex(text.substring(text.indexOf('-') + 1)));
  }

  private static Optional<ModelVersion> version(ByteBuffer in) {
    long seconds = Integer.toUnsignedLong(in.getInt());
    int distinguisher = (in.get() & 0xff) << 16 | (in.get() & 0xff) << 8 | (in.get() & 0xff);
    return seconds == 0
        ? Optional.empty()
        : Optional.of(ModelVersion.at(Instant.ofEpochSecond(seconds), distinguisher));
  }

  private byte[] mac(byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac.doFinal(message);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
