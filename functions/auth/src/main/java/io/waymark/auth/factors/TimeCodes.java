package io.waymark.auth.factors;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The codes of RFC 6238 as authenticator apps make them: six digits of HMAC-SHA-1 over the number
/// of the 30 s since 1970, by the truncation of RFC 4226.
///
/// A code holds in its own step and in those next to it, since clocks differ and people type; once
/// one was used, only those of later steps.
final class TimeCodes {
  static final int SECONDS = 30;
  static final int DIGITS = 6;
  private static final int MODULUS = 1_000_000;
  private static final int SKEW = 1;

  private TimeCodes() {}

  /// The code of the step `step`.
  static String code(Secret secret, long step) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret.bytes(), "HmacSHA1"));
      byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
      int offset = hash[hash.length - 1] & 0xf;
      int number = ByteBuffer.wrap(hash, offset, Integer.BYTES).getInt() & Integer.MAX_VALUE;
      return String.format(Locale.ROOT, "%06d", number % MODULUS);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA-1", e);
    }
  }

  /// The step whose code `code` is, among those that hold at `now` and come after `last`.
  static OptionalLong step(Secret secret, String code, Instant now, long last) {
    long present = Math.floorDiv(now.getEpochSecond(), SECONDS);
    OptionalLong found = OptionalLong.empty();
    for (long step = present - SKEW; step <= present + SKEW; step++) {
      if (same(code(secret, step), code) && step > last) {
        found = OptionalLong.of(step);
      }
    }
    return found;
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
