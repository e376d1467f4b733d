package io.waymark.auth.factors;

import io.waymark.tenancy.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/// Keeps the secrets of members so that who reads the database learns none: AES-256-GCM with the
/// installation's key, bound to the member, so that nobody's secret serves for another.
final class FactorSeal {
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private FactorSeal() {}

  static String close(
      Secret secret, TenantId tenant, UUID member, SecretKey key, SecureRandom random) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] sealed =
          cipher(Cipher.ENCRYPT_MODE, nonce, tenant, member, key).doFinal(secret.bytes());
      byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
      System.arraycopy(sealed, 0, all, NONCE_BYTES, sealed.length);
      return Base64.getEncoder().encodeToString(all);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }

  /// Empty where it was not sealed with this key for this member.
  static Optional<Secret> open(String sealed, TenantId tenant, UUID member, SecretKey key) {
    byte[] all = Base64.getDecoder().decode(sealed);
    byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, nonce, tenant, member, key);
      return Optional.of(new Secret(cipher.doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES)));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  private static Cipher cipher(int mode, byte[] nonce, TenantId tenant, UUID member, SecretKey key)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    String whose = "waymark second factor v1 " + tenant.value() + " " + member;
    cipher.updateAAD(whose.getBytes(StandardCharsets.US_ASCII));
    return cipher;
  }
}
