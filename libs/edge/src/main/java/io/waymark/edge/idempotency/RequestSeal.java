package io.waymark.edge.idempotency;

import io.waymark.tenancy.Principal;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/// Names a request and hides what is kept of it from who reads the table: the row is a SHA-256 of
/// caller, route and `Idempotency-Key`, and two keys derived from that same header (HKDF-SHA-256,
/// RFC 5869, salted with the row) seal the answer (AES-256-GCM) and stand for the body
/// (HMAC-SHA-256, for it may hold a password). So a secret that is shown once lies nowhere in
/// clear; against who reads the table it is as strong as the header's value is hard to guess.
final class RequestSeal {
  private static final int NONCE_BYTES = 12;
  private static final int KEY_BYTES = 32;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String row;
  private final SecretKey sealing;
  private final SecretKey marking;

  private RequestSeal(String row, SecretKey sealing, SecretKey marking) {
    this.row = row;
    this.sealing = sealing;
    this.marking = marking;
  }

  static RequestSeal of(Principal caller, String method, String path, String header) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(joined(caller.subject(), method, path, header));
      return new RequestSeal(
          HexFormat.of().formatHex(hash),
          derived("AES", "waymark idempotency answer v1", header, hash),
          derived("HmacSHA256", "waymark idempotency body v1", header, hash));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java 25 has SHA-256 and HKDF", e);
    }
  }

  String row() {
    return row;
  }

  /// The same for the same body under the same header; tells nothing of it without the header.
  String mark(byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(marking);
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  String close(byte[] answer) {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    byte[] sealed = crypt(Cipher.ENCRYPT_MODE, nonce, answer);
    byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
    System.arraycopy(sealed, 0, all, NONCE_BYTES, sealed.length);
    return Base64.getEncoder().encodeToString(all);
  }

  /// @throws IllegalStateException where `sealed` was not made by [#close] of the same request
  byte[] open(String sealed) {
    byte[] all = Base64.getDecoder().decode(sealed);
    byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
    return crypt(Cipher.DECRYPT_MODE, nonce, Arrays.copyOfRange(all, NONCE_BYTES, all.length));
  }

  private byte[] crypt(int mode, byte[] nonce, byte[] text) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, sealing, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(row.getBytes(StandardCharsets.US_ASCII));
      return cipher.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a kept answer does not open with its request", e);
    }
  }

  private static SecretKey derived(String algorithm, String purpose, String header, byte[] salt)
      throws GeneralSecurityException {
    return KDF.getInstance("HKDF-SHA256")
        .deriveKey(
            algorithm,
            HKDFParameterSpec.ofExtract()
                .addIKM(header.getBytes(StandardCharsets.UTF_8))
                .addSalt(salt)
                .thenExpand(purpose.getBytes(StandardCharsets.US_ASCII), KEY_BYTES));
  }

  private static byte[] joined(String... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (String part : parts) {
        byte[] text = part.getBytes(StandardCharsets.UTF_8);
        out.writeInt(text.length);
        out.write(text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
