package io.waymark.auth.members;

/// A member with what its password is checked against.
///
/// @param passwordHash in PHC string form, or bcrypt's
public record MemberCredentials(Member member, String passwordHash) {
  @Override
  public String toString() {
    return "MemberCredentials[" + member.id() + "]";
  }
}
