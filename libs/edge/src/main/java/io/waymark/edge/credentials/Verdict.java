package io.waymark.edge.credentials;

import io.waymark.tenancy.Principal;

/// What became of a credential.
sealed interface Verdict {
  /// It holds, and this is who calls.
  record Holds(Principal principal) implements Verdict {}

  /// It does not.
  ///
  /// @param reason to tell the caller; the same for all that would tell an attacker something
  record Refused(String reason) implements Verdict {}
}
