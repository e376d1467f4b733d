package io.waymark.auth.invitations;

/// What became of a wish to invite somebody.
sealed interface InvitationResult {
  /// It is made; the secret of its link is shown this once.
  record Made(Invitation invitation, InvitationToken token) implements InvitationResult {}

  /// A field of the request will not do.
  record Invalid(String field, String message) implements InvitationResult {}

  /// Somebody, at whatever tenant, has this e-mail.
  record EmailTaken() implements InvitationResult {}

  /// The caller may not give this role.
  record NotAllowed(String reason) implements InvitationResult {}

  /// There is no such tenant.
  record UnknownTenant() implements InvitationResult {}

  /// The tenant's own admins invite.
  record HasAdmins() implements InvitationResult {}
}
