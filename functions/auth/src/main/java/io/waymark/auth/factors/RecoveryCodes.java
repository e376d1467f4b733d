package io.waymark.auth.factors;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// What stands in for a code where the app is lost: ten of 120 random bits, so that a plain SHA-256
/// keeps them safe, each good for one use. They are shown with the secret and kept nowhere.
final class RecoveryCodes {
  static final int COUNT = 10;
  private static final int BYTES = 15;
  private static final int GROUP = 4;

  private RecoveryCodes() {}

  /// Like `abcd-efgh-ijkl-mnop-qrst-uvwx`.
  static List<String> generate(SecureRandom random) {
    return Stream.generate(() -> one(random)).limit(COUNT).toList();
  }

  private static String one(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    String text = Base32.encode(bytes).toLowerCase(Locale.ROOT);
    StringBuilder grouped = new StringBuilder(text);
    for (int at = text.length() - GROUP; at > 0; at -= GROUP) {
      grouped.insert(at, '-');
    }
    return grouped.toString();
  }

  /// Of a code as somebody typed it, in whatever case, with whatever between its letters.
  static String sha256(String typed) {
    String letters = typed.toLowerCase(Locale.ROOT).replaceAll("[^a-z2-7]", "");
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(letters.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
