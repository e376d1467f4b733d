package io.waymark.auth.sessions;

import java.time.Duration;

/// What became of a change of password.
public sealed interface PasswordChange {
  /// It is changed; every session of the member has ended.
  record Changed() implements PasswordChange {}

  /// What was given as the present password is not it.
  record WrongPassword() implements PasswordChange {}

  /// Nothing was looked at: too many wrong ones came before.
  ///
  /// @param pause after which it may be tried again
  record TooMany(Duration pause) implements PasswordChange {}

  /// The new one will not do.
  record Weak(String objection) implements PasswordChange {}
}
