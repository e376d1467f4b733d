package io.waymark.auth.sessions;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.JWTClaimsSet;
import io.waymark.auth.database.OrderedIds;
import io.waymark.auth.members.Member;
import io.waymark.auth.signing.SigningKeys;
import io.waymark.edge.credentials.SignedTokens;
import io.waymark.tenancy.installation.Installation;
import jakarta.inject.Singleton;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Writes tokens, and reads back refresh tokens; access tokens are read by every function's edge.
@Singleton
final class Tokens {
  static final Duration ACCESS_LIFE = Duration.ofMinutes(15);
  static final Duration REFRESH_LIFE = Duration.ofDays(7);

  private final SigningKeys keys;
  private final String issuer;
  private final SignedTokens refreshTokens;

  Tokens(SigningKeys keys, Installation installation, Clock clock) {
    this.keys = keys;
    this.issuer = installation.issuer();
    this.refreshTokens =
        new SignedTokens(
            (selector, context) -> selector.select(keys.published()),
            issuer,
            "refresh",
            Set.of("sub", "exp", "jti", "sid", "tenant_epoch"),
            clock);
  }

  /// Who a token is for and in which session.
  record Bearer(Member member, UUID session, long tenantEpoch) {}

  /// A refresh token that was just written: its row and its text, which is nowhere else.
  record Fresh(RefreshToken token, String text) {
    @Override
    public String toString() {
      return "Fresh[" + token + "]";
    }
  }

  String access(Bearer bearer, Instant now) {
    return sign(bearer, "access", UUID.randomUUID(), now, now.plus(ACCESS_LIFE));
  }

  Fresh refresh(Bearer bearer, Instant now) {
    UUID id = OrderedIds.next(now);
    Instant expiresAt = now.plus(REFRESH_LIFE);
    String text = sign(bearer, "refresh", id, now, expiresAt);
    return new Fresh(
        new RefreshToken(
            id,
            bearer.member().tenant(),
            bearer.session(),
            Seal.sha256(text),
            now,
            expiresAt,
            Optional.empty()),
        text);
  }

  /// A refresh token as it was shown to us: ours, and not expired.
  record Shown(UUID id, long tenantEpoch) {}

  /// The refresh token in `text`; empty where it is none of ours or has expired.
  Optional<Shown> shown(String text) {
    try {
      JWTClaimsSet claims = refreshTokens.read(text);
      return Optional.of(
          new Shown(UUID.fromString(claims.getJWTID()), claims.getLongClaim("tenant_epoch")));
    } catch (ParseException | BadJOSEException | JOSEException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private String sign(Bearer bearer, String type, UUID id, Instant now, Instant expiresAt) {
    Member member = bearer.member();
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .audience(issuer)
            .subject(member.id().toString())
            .claim("tenant_id", member.tenant().value())
            .claim("email", member.email().value())
            .claim("role", member.role().text())
            .claim("type", type)
            .claim("sid", bearer.session().toString())
            .claim("tenant_epoch", bearer.tenantEpoch())
            .jwtID(id.toString())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(expiresAt))
            .build();
    return SignedTokens.sign(claims, keys.current());
  }
}
