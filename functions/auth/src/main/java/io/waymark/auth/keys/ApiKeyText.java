package io.waymark.auth.keys;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/// The text of an API key: `wm_<stage>_<8 characters>_<secret><checksum>`, in base62 and of one
/// length per stage. The eight characters find the key's row. The secret's 32 characters carry 190
/// bits, so that a plain SHA-256 keeps them safe. The checksum, six characters of CRC-32 over all
/// before it, lets scanners of leaked secrets tell a key from a look-alike.
public record ApiKeyText(String value) {
  public static final int PREFIX_LENGTH = 8;
  private static final int SECRET_LENGTH = 32;
  private static final int CHECKSUM_LENGTH = 6;
  private static final String BASE62 =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final Pattern SHAPE =
      Pattern.compile("wm_[a-z0-9]{1,12}_([0-9A-Za-z]{8})_[0-9A-Za-z]{32}([0-9A-Za-z]{6})");

  public ApiKeyText {
    Matcher shape = SHAPE.matcher(value);
    if (!shape.matches()
        || !shape.group(2).equals(checksum(value.substring(0, value.length() - CHECKSUM_LENGTH)))) {
      throw new IllegalArgumentException("this is not the text of an API key");
    }
  }

  static ApiKeyText generate(String stage, SecureRandom random) {
    String body =
        "wm_" + stage + "_" + letters(PREFIX_LENGTH, random) + "_" + letters(SECRET_LENGTH, random);
    return new ApiKeyText(body + checksum(body));
  }

  /// The key in `text`; empty where it is none.
  public static Optional<ApiKeyText> of(String text) {
    try {
      return Optional.of(new ApiKeyText(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// The eight characters that find the row; not secret.
  public String prefix() {
    String[] parts = value.split("_", -1);
    return parts[2];
  }

  /// Lower-case hexadecimal SHA-256 of the whole.
  public String sha256() {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(value.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static String letters(int count, SecureRandom random) {
    StringBuilder letters = new StringBuilder(count);
    for (int at = 0; at < count; at++) {
      letters.append(BASE62.charAt(random.nextInt(BASE62.length())));
    }
    return letters.toString();
  }

  static String checksum(String body) {
    CRC32 crc = new CRC32();
    crc.update(body.getBytes(StandardCharsets.US_ASCII));
    long rest = crc.getValue();
    char[] letters = new char[CHECKSUM_LENGTH];
    for (int at = CHECKSUM_LENGTH - 1; at >= 0; at--) {
      letters[at] = BASE62.charAt((int) (rest % BASE62.length()));
      rest /= BASE62.length();
    }
    return new String(letters);
  }

  @Override
  public String toString() {
    return "ApiKeyText[" + prefix() + "]";
  }
}
