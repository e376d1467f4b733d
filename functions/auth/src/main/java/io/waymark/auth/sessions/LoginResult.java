package io.waymark.auth.sessions;

import io.waymark.auth.members.Member;
import java.time.Duration;

/// What became of a log-in or a refresh.
public sealed interface LoginResult {
  /// The member has these tokens now.
  record LoggedIn(Member member, String accessToken, String refreshToken) implements LoginResult {
    @Override
    public String toString() {
      return "LoggedIn[" + member.id() + "]";
    }
  }

  /// The e-mail, the password or the code is wrong, or the refresh token does not hold; nobody
  /// learns which.
  record Refused() implements LoginResult {}

  /// Too many failed before; whether this one would have is not looked at.
  ///
  /// @param pause until another may be tried
  record TooMany(Duration pause) implements LoginResult {}

  /// The credential is right but nobody may log in with it now.
  ///
  /// @param what `tenant` or `member`
  record Suspended(String what) implements LoginResult {}
}
