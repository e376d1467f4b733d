package io.waymark.recommend.answers;

import io.waymark.interactions.InteractionType;
import io.waymark.model.ModelName;
import io.waymark.model.ModelVersion;
import io.waymark.tenancy.ItemId;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Says where a list goes on, without storing it: what was shown, signed for one tenant, one
/// request and 30 minutes. At most 7,000 characters, after a thousand items.
public final class Cursors {
  static final Duration LIFE = Duration.ofMinutes(30);

  private static final byte FORMAT = 2;
  private static final int DIGEST_BYTES = 16;
  private static final int HEAD_BYTES = 1 + Long.BYTES + DIGEST_BYTES + Double.BYTES + 3;

  private final SecretKeySpec key;

  /// With a key that may sign other things as well.
  ///
  /// @param key of which the one for cursors is derived
  public Cursors(byte[] key) {
    if (key.length < 32) {
      throw new IllegalArgumentException("the key must have at least 32 bytes");
    }
    SecretKeySpec shared = new SecretKeySpec(key.clone(), "HmacSHA256");
    this.key = new SecretKeySpec(mac(shared, List.of(utf8("waymark cursors"))), "HmacSHA256");
  }

  /// What reading a cursor came to.
  sealed interface Read {
    record Usable(Seen seen) implements Read {}

    /// The list does not go on from here.
    ///
    /// @param message what to do, behind the name of the field
    record Refused(String message) implements Read {}
  }

  String write(TenantId tenant, Question question, Seen seen, Instant now) {
    byte[] version = utf8(seen.version().map(ModelVersion::value).orElse(""));
    byte[] model = utf8(seen.begun().map(begun -> begun.model().value()).orElse(""));
    ByteBuffer out =
        ByteBuffer.allocate(
            HEAD_BYTES
                + version.length
                + model.length
                + seen.marks().size() * Seen.MARK_BYTES
                + DIGEST_BYTES);
    out.put(FORMAT).putLong(now.toEpochMilli()).put(digest(question)).putDouble(seen.above());
    out.put((byte) version.length).put(version);
    out.put(seen.begun().map(begun -> (byte) begun.arm()).orElse((byte) 0));
    out.put((byte) model.length).put(model);
    for (long mark : seen.sorted()) {
      out.put((byte) (mark >>> 32)).putInt((int) mark);
    }
    byte[] signed = Arrays.copyOf(out.array(), out.position());
    out.put(signature(tenant, signed));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(out.array());
  }

  Read read(TenantId tenant, Question question, String cursor, Instant now) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(cursor);
    } catch (IllegalArgumentException noBase64) {
      return notOurs();
    }
    if (bytes.length < HEAD_BYTES + DIGEST_BYTES) {
      return notOurs();
    }
    int end = bytes.length - DIGEST_BYTES;
    byte[] signed = Arrays.copyOf(bytes, end);
    if (!MessageDigest.isEqual(
        signature(tenant, signed), Arrays.copyOfRange(bytes, end, bytes.length))) {
      return notOurs();
    }
    ByteBuffer in = ByteBuffer.wrap(signed);
    if (in.get() != FORMAT) {
      return notOurs();
    }
    Instant made = Instant.ofEpochMilli(in.getLong());
    byte[] digest = new byte[DIGEST_BYTES];
    in.get(digest);
    if (!Arrays.equals(digest, digest(question))) {
      return new Read.Refused(
          "belongs to another request; send all fields of the page before, of which only count,"
              + " fields and explain may change");
    }
    if (!now.isBefore(made.plus(LIFE))) {
      return new Read.Refused("is older than 30 minutes; leave it out to begin again");
    }
    return new Read.Usable(seen(in));
  }

  private static Read notOurs() {
    return new Read.Refused("must be the next_cursor of the page before");
  }

  private static Seen seen(ByteBuffer in) {
    double above = in.getDouble();
    byte[] version = new byte[in.get()];
    in.get(version);
    int arm = in.get() & 0xff;
    byte[] model = new byte[in.get()];
    in.get(model);
    Set<Long> marks = new HashSet<>();
    while (in.hasRemaining()) {
      marks.add((in.get() & 0xffL) << 32 | Integer.toUnsignedLong(in.getInt()));
    }
    return new Seen(
        marks,
        above,
        version.length == 0
            ? Optional.empty()
            : Optional.of(new ModelVersion(new String(version, StandardCharsets.UTF_8))),
        model.length == 0
            ? Optional.empty()
            : Optional.of(
                new Seen.Begun(new ModelName(new String(model, StandardCharsets.UTF_8)), arm)));
  }

  /// The same for two questions that have the same list.
  private byte[] digest(Question question) {
    List<byte[]> parts = new ArrayList<>();
    parts.add(utf8(question.placement().text()));
    parts.add(utf8(question.user().map(UserId::value).orElse("")));
    parts.add(utf8(question.model().map(ModelName::value).orElse("")));
    parts.add(utf8(question.limits().filter()));
    addAll(parts, question.taste().stream().map(ItemId::value).toList());
    addAll(parts, question.limits().excluded().stream().map(ItemId::value).sorted().toList());
    addAll(
        parts,
        question.limits().interacted().stream().map(InteractionType::value).sorted().toList());
    addAll(parts, question.limits().candidates().stream().map(ItemId::value).toList());
    addAll(
        parts,
        question.arrangement().boosts().stream()
            .flatMap(boost -> List.of(boost.filter(), boost.factor() + "").stream())
            .toList());
    addAll(
        parts,
        question.arrangement().pins().stream()
            .flatMap(pin -> List.of(pin.item().value(), pin.position() + "").stream())
            .toList());
    parts.add(utf8(question.arrangement().spread().strength() + ""));
    parts.add(utf8(question.arrangement().spread().by()));
    parts.add(utf8(question.arrangement().newShare() + ""));
    parts.add(utf8(question.window().map(Object::toString).orElse("")));
    return Arrays.copyOf(mac(key, parts), DIGEST_BYTES);
  }

  private static void addAll(List<byte[]> parts, List<String> texts) {
    parts.add(utf8(texts.size() + ""));
    texts.forEach(text -> parts.add(utf8(text)));
  }

  private byte[] signature(TenantId tenant, byte[] signed) {
    return Arrays.copyOf(mac(key, List.of(utf8(tenant.value()), signed)), DIGEST_BYTES);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// Over the parts with their lengths, so that nothing moves from one to the next.
  private static byte[] mac(SecretKeySpec key, List<byte[]> parts) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      for (byte[] part : parts) {
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
