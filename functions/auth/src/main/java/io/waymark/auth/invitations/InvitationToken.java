package io.waymark.auth.invitations;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/// The secret of an invitation's link: 256 random bits, so that a plain SHA-256 keeps them safe. It
/// stands nowhere but in the link.
///
/// @param value `wmi_` and 43 characters of base64url; of one that somebody shows, whatever it is
record InvitationToken(String value) {
  private static final int BYTES = 32;

  static InvitationToken generate(SecureRandom random) {
    byte[] secret = new byte[BYTES];
    random.nextBytes(secret);
    return new InvitationToken(
        "wmi_" + Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
  }

  /// Lower-case hexadecimal SHA-256 of the whole.
  String sha256() {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "InvitationToken[]";
  }
}
