package io.waymark.auth.passwords;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.stream.Stream;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Argon2id (RFC 9106). Verifies bcrypt's `$2a$`, `$2b$` and `$2y$` too, as outdated ones of
/// imported members. A password is hashed in the form NFKC; for bcrypt as it was typed, as whoever
/// made these did. Every computation takes its turn, so that it costs others nothing.
@Singleton
final class Argon2Hashes implements PasswordHashes {
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final Base64.Encoder BASE64 = Base64.getEncoder().withoutPadding();

  /// More than bcrypt reads: it ignores the bytes beyond.
  private static final int BCRYPT_BYTES = 72;

  private final PasswordConfig config;
  private final SecureRandom random = new SecureRandom();
  private final HashingTurns turns;
  private final String nobodys;

  Argon2Hashes(PasswordConfig config, HashingTurns turns) {
    this.config = config;
    this.turns = turns;
    this.nobodys =
        parameters(BASE64.encodeToString(new byte[SALT_BYTES])).prefix()
            + "$"
            + BASE64.encodeToString(new byte[HASH_BYTES]);
  }

  @Override
  public String hash(String password) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    Argon2Text fresh = parameters(BASE64.encodeToString(salt));
    return turns.take(
        () ->
            fresh.prefix()
                + "$"
                + BASE64.encodeToString(compute(PasswordForms.normal(password), fresh)));
  }

  @Override
  public boolean matches(String password, String hash) {
    if (hash.startsWith("$2")) {
      return turns.take(() -> matchesBcrypt(password, hash));
    }
    Argon2Text parsed = Argon2Text.of(hash);
    byte[] expected = Base64.getDecoder().decode(hash.substring(hash.lastIndexOf('$') + 1));
    // Hashes were once made of passwords as they were typed.
    return turns.take(
        () ->
            Stream.of(PasswordForms.normal(password), password)
                .distinct()
                .anyMatch(form -> MessageDigest.isEqual(compute(form, parsed), expected)));
  }

  /// By a comparison, since a password that has two forms takes two hashes there.
  @Override
  public void waste(String password) {
    boolean _ = matches(password, nobodys);
  }

  @Override
  public boolean outdated(String hash) {
    if (!hash.startsWith("$argon2id$")) {
      return true;
    }
    Argon2Text made = Argon2Text.of(hash);
    return made.memoryKib() != config.memoryKib()
        || made.iterations() != config.iterations()
        || made.parallelism() != config.parallelism();
  }

  private Argon2Text parameters(String salt) {
    return new Argon2Text(config.memoryKib(), config.iterations(), config.parallelism(), salt);
  }

  private static byte[] compute(String password, Argon2Text parameters) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(parameters.memoryKib())
            .withIterations(parameters.iterations())
            .withParallelism(parameters.parallelism())
            .withSalt(Base64.getDecoder().decode(parameters.salt()))
            .build());
    byte[] computed = new byte[HASH_BYTES];
    generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), computed);
    return computed;
  }

  private static boolean matchesBcrypt(String password, String hash) {
    byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
    byte[] read =
        bytes.length > BCRYPT_BYTES ? java.util.Arrays.copyOf(bytes, BCRYPT_BYTES) : bytes;
    return OpenBSDBCrypt.checkPassword(hash, read);
  }
}
