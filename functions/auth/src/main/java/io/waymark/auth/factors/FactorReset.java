package io.waymark.auth.factors;

/// What became of an admin's wish to take away a member's second factor.
sealed interface FactorReset {
  /// The member has none now.
  record Done() implements FactorReset {}

  /// There is no such member at this tenant.
  record Unknown() implements FactorReset {}

  /// The caller may not do this.
  record NotAllowed(String reason) implements FactorReset {}

  /// It is the caller's own.
  record Own() implements FactorReset {}
}
