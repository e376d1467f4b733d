package io.waymark.tenancy;

import java.nio.charset.StandardCharsets;

/// What every identifier given by a customer has in common: 1–256 bytes of UTF-8, no control
/// characters, no unpaired surrogates.
final class Ids {
  static final int MAX_BYTES = 256;

  private Ids() {}

  static String checked(String what, String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException(what + " must not be empty");
    }
    for (int at = 0; at < value.length(); at++) {
      char character = value.charAt(at);
      if (Character.isISOControl(character)) {
        throw new IllegalArgumentException(what + " must not contain control characters");
      }
      if (Character.isHighSurrogate(character)
          && at + 1 < value.length()
          && Character.isLowSurrogate(value.charAt(at + 1))) {
        at++;
      } else if (Character.isSurrogate(character)) {
        throw new IllegalArgumentException(what + " is not valid Unicode");
      }
    }
    if (value.length() > MAX_BYTES || byteLength(value) > MAX_BYTES) {
      throw new IllegalArgumentException(what + " must not be longer than 256 bytes of UTF-8");
    }
    return value;
  }

  private static int byteLength(String value) {
    return value.getBytes(StandardCharsets.UTF_8).length;
  }
}
