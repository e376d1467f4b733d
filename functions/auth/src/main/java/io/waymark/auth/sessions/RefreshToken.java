package io.waymark.auth.sessions;

import io.waymark.tenancy.TenantId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// A refresh token as it is kept: not its text.
///
/// @param hash lower-case hexadecimal SHA-256 of its text
/// @param rotation what followed it; empty while it may be used
public record RefreshToken(
    UUID id,
    TenantId tenant,
    UUID session,
    String hash,
    Instant createdAt,
    Instant expiresAt,
    Optional<Rotation> rotation) {

  /// The end of a token that was used.
  ///
  /// @param sealedSuccessor the text of the next token, readable to the holder of this one alone
  public record Rotation(Instant at, String sealedSuccessor) {}

  @Override
  public String toString() {
    return "RefreshToken[" + id + "]";
  }
}
