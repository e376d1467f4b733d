package io.waymark.auth.invitations;

import io.waymark.auth.members.Member;
import java.time.Duration;

/// What became of an invitation that somebody wants to accept.
sealed interface Acceptance {
  /// There is a member now, which can log in; the link leads nowhere any more.
  record Accepted(Member member) implements Acceptance {}

  /// No invitation has this secret: none ever had, or it was accepted, revoked, replaced, or has
  /// expired; nobody learns which.
  record Unknown() implements Acceptance {}

  /// Nothing was looked at: too many that failed came before.
  ///
  /// @param pause after which it may be tried again
  record TooMany(Duration pause) implements Acceptance {}

  /// The password will not do; the invitation stands.
  record Weak(String objection) implements Acceptance {}

  /// Somebody has the e-mail by now; the invitation stands.
  record EmailTaken() implements Acceptance {}

  /// The tenant is suspended; the invitation stands.
  record Suspended() implements Acceptance {}
}
