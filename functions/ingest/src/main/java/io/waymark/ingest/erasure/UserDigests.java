package io.waymark.ingest.erasure;

import io.waymark.tenancy.Keys;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import io.waymark.tenancy.installation.Installation;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// What stands for an erased user: SHA-256, salted with installation and tenant, so that equal ids
/// of two tenants do not show as equal. Not a secret from who may read the table and guesses ids.
@Singleton
public final class UserDigests {
  private final String salt;

  public UserDigests(Installation installation) {
    this.salt =
        String.join(
            "/",
            "waymark-erasure-1",
            installation.stage(),
            installation.account(),
            installation.region());
  }

  String of(TenantId tenant, UserId user) {
    try {
      byte[] text = (salt + "#" + Keys.user(tenant, user)).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
