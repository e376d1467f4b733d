package io.waymark.edge.credentials;

import io.waymark.tenancy.Principal;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Checks API keys, `wm_<stage>_<8 characters>_<secret and checksum>`: the eight characters find
/// the row, the SHA-256 of the whole text must be the row's, compared in constant time.
@Singleton
final class ApiKeys {
  private static final Pattern SHAPE =
      Pattern.compile("wm_[a-z0-9]{1,12}_([0-9A-Za-z]{8})_[0-9A-Za-z]{16,128}");

  /// One text for every reason, so that a guess learns nothing.
  private static final Verdict REFUSED =
      new Verdict.Refused("this API key is unknown, revoked or expired");

  private final CachedAccess access;
  private final Clock clock;

  ApiKeys(CachedAccess access, Clock clock) {
    this.access = access;
    this.clock = clock;
  }

  static boolean looksLikeOne(String credential) {
    return credential.startsWith("wm_");
  }

  Verdict check(String key) {
    Matcher shape = SHAPE.matcher(key);
    if (!shape.matches()) {
      return REFUSED;
    }
    byte[] hash = sha256(key).getBytes(StandardCharsets.US_ASCII); // whether there is a row or not
    Optional<StoredApiKey> stored = access.apiKey(shape.group(1));
    if (stored.isEmpty()) {
      return REFUSED;
    }
    StoredApiKey known = stored.get();
    boolean same = MessageDigest.isEqual(hash, known.hash().getBytes(StandardCharsets.US_ASCII));
    boolean expired =
        known.expiresAt().isPresent() && !clock.instant().isBefore(known.expiresAt().get());
    if (!same || !known.active() || expired) {
      return REFUSED;
    }
    Optional<TenantStanding> standing = access.standing(known.tenant());
    if (standing.isEmpty() || !standing.get().active()) {
      return new Verdict.Refused("the tenant is not active");
    }
    return new Verdict.Holds(new Principal.ApiKey(known.tenant(), known.id(), known.scopes()));
  }

  static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
