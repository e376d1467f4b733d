package io.waymark.auth.passwords;

import io.waymark.edge.priming.Primed;
import jakarta.inject.Singleton;

/// Hashes a password that nobody has.
@Singleton
final class PasswordsPrimed implements Primed {
  private static final String PASSWORD = "priming";

  private final PasswordHashes hashes;

  PasswordsPrimed(PasswordHashes hashes) {
    this.hashes = hashes;
  }

  @Override
  public void prime() {
    if (!hashes.matches(PASSWORD, hashes.hash(PASSWORD))) {
      throw new IllegalStateException("a password does not match its own hash");
    }
  }
}
