package io.waymark.auth.passwords;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The parameters of a hash in PHC string form: `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<hash>`.
///
/// @param salt in Base64 without padding
record Argon2Text(int memoryKib, int iterations, int parallelism, String salt) {
  private static final Pattern SHAPE =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})\\$([A-Za-z0-9+/]{11,64})\\$[A-Za-z0-9+/]{43}");

  static Argon2Text of(String hash) {
    Matcher matcher = SHAPE.matcher(hash);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("a stored password hash is of a kind we do not know");
    }
    return new Argon2Text(
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        Integer.parseInt(matcher.group(3)),
        matcher.group(4));
  }

  String prefix() {
    return "$argon2id$v=19$m=" + memoryKib + ",t=" + iterations + ",p=" + parallelism + "$" + salt;
  }
}
