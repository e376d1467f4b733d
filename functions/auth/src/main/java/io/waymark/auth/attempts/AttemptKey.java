package io.waymark.auth.attempts;

import io.waymark.edge.SourceAddress;
import io.waymark.tenancy.Keys;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/// What attempts are counted by. E-mails are taken as typed, whether or not anybody has them; keys
/// are hashes, so that neither they nor addresses stand in the table.
record AttemptKey(String hash) {
  static AttemptKey ofPair(String email, SourceAddress from) {
    return of("pair", canonical(email), from.text());
  }

  static AttemptKey ofAccount(String email) {
    return of("account", canonical(email));
  }

  static AttemptKey ofAddress(SourceAddress from) {
    return of("address", from.text());
  }

  /// As [io.waymark.auth.members.Email] reads it.
  private static String canonical(String email) {
    return email.strip().toLowerCase(Locale.ROOT);
  }

  private static AttemptKey of(String... parts) {
    StringBuilder joined = new StringBuilder();
    for (String part : parts) {
      joined.append(Keys.part(part)).append('#');
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(joined.toString().getBytes(StandardCharsets.UTF_8));
      return new AttemptKey(HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
