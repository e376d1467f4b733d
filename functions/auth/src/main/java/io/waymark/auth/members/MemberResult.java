package io.waymark.auth.members;

/// What became of something wanted of a member.
public sealed interface MemberResult {
  /// It is so now.
  record Done(Member member) implements MemberResult {}

  /// The role is not to be given, or not by the caller.
  sealed interface Refusal extends MemberResult {}

  /// A field of the request will not do.
  record Invalid(String field, String message) implements Refusal {}

  /// Somebody, at whatever tenant, has this e-mail.
  record EmailTaken() implements MemberResult {}

  /// There is no such member at this tenant.
  record Unknown() implements MemberResult {}

  /// The caller may not do this, whoever may.
  record NotAllowed(String reason) implements Refusal {}

  /// It would leave nobody to administer the tenant, or lock the caller out.
  record Locking(String reason) implements MemberResult {}
}
