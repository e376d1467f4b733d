package io.waymark.auth.passwords;

import java.util.Optional;

/// What a password must be. Length is what counts; no classes of characters.
public final class PasswordRules {
  public static final int MIN_LENGTH = 10;

  /// Enough for any phrase, and a bound on the work of hashing.
  public static final int MAX_LENGTH = 128;

  private static final int MIN_DISTINCT = 4;

  private PasswordRules() {}

  /// What is wrong with `password`; empty where it will do.
  ///
  /// @param email whose it is to be, which it must not be itself
  public static Optional<String> objection(String password, String email) {
    int length = password.codePointCount(0, password.length());
    if (length < MIN_LENGTH || length > MAX_LENGTH) {
      return Optional.of("must have " + MIN_LENGTH + " to " + MAX_LENGTH + " characters");
    }
    if (password.chars().distinct().count() < MIN_DISTINCT) {
      return Optional.of("must have at least " + MIN_DISTINCT + " different characters");
    }
    if (password.equalsIgnoreCase(email)) {
      return Optional.of("must not be the e-mail address");
    }
    return Optional.empty();
  }
}
