package io.waymark.auth.factors;

import java.security.SecureRandom;

/// A secret that an authenticator app shares with us: as many bits as its HMAC has.
final class Secret {
  static final int BYTES = 20;

  private final byte[] bytes;

  Secret(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  static Secret generate(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new Secret(bytes);
  }

  byte[] bytes() {
    return bytes.clone();
  }

  /// As people type it into an app.
  String text() {
    return Base32.encode(bytes);
  }

  @Override
  public String toString() {
    return "Secret[]";
  }
}
