package io.waymark.auth.passwords;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.junit.jupiter.api.Test;

class Argon2HashesTest {
  private final Argon2Hashes hashes =
      new Argon2Hashes(PasswordConfig.USUAL, new HashingTurns(PasswordConfig.USUAL));

  /// A14
  @Test
  void hashesInPhcForm() {
    String hash = hashes.hash("correct-horse-battery");
    assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    assertThat(hashes.hash("correct-horse-battery")).isNotEqualTo(hash);
    assertThat(hashes.matches("correct-horse-battery", hash)).isTrue();
    assertThat(hashes.matches("correct-horse-batterz", hash)).isFalse();
    assertThat(hashes.outdated(hash)).isFalse();
  }

  @Test
  void aPasswordIsTheSameHoweverItsCharactersAreComposed() {
    String hash = hashes.hash("mehr \u00c4pfel f\u00fcr \ufb01nale Zo\u00eb");
    assertThat(hashes.matches("mehr A\u0308pfel fu\u0308r finale Zoe\u0308", hash)).isTrue();
    assertThat(hashes.matches("mehr Apfel fur finale Zoe", hash)).isFalse();
  }

  /// Made before passwords were brought into one form.
  @Test
  void aHashOfAPasswordAsItWasTypedStillMatches() {
    String typed = "finale\u2026 Pr\u00fcfung";
    byte[] salt = "somesaltsomesalt".getBytes(StandardCharsets.UTF_8);
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(19456)
            .withIterations(2)
            .withParallelism(1)
            .withSalt(salt)
            .build());
    byte[] raw = new byte[32];
    generator.generateBytes(typed.getBytes(StandardCharsets.UTF_8), raw);
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    String hash =
        "$argon2id$v=19$m=19456,t=2,p=1$"
            + base64.encodeToString(salt)
            + "$"
            + base64.encodeToString(raw);
    assertThat(hashes.matches(typed, hash)).isTrue();
    assertThat(hashes.matches("finale... Prufung", hash)).isFalse();
  }

  /// Made with the reference implementation: `argon2 somesalt -id -t 2 -k 65536 -p 1 -l 32`, whose
  /// test vector it is.
  @Test
  void verifiesWhatOthersMade() {
    String reference =
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    assertThat(hashes.matches("password", reference)).isTrue();
    assertThat(hashes.matches("Password", reference)).isFalse();
    assertThat(hashes.outdated(reference)).isTrue();
  }

  /// A14
  @Test
  void verifiesBcryptAndCallsItOutdated() {
    byte[] salt = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    for (String version : new String[] {"2a", "2b", "2y"}) {
      String hash =
          OpenBSDBCrypt.generate(
              version, "imported-password".getBytes(StandardCharsets.UTF_8), salt, 4);
      assertThat(hash).startsWith("$" + version + "$");
      assertThat(hashes.matches("imported-password", hash)).isTrue();
      assertThat(hashes.matches("another-password", hash)).isFalse();
      assertThat(hashes.outdated(hash)).isTrue();
    }
  }

  @Test
  void readsTheFirst72BytesForBcryptAsBcryptDoes() {
    byte[] salt = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    String hash =
        OpenBSDBCrypt.generate("2b", "x".repeat(72).getBytes(StandardCharsets.UTF_8), salt, 4);
    assertThat(hashes.matches("x".repeat(100), hash)).isTrue();
    assertThat(hashes.matches("x".repeat(71), hash)).isFalse();
  }

  @Test
  void refusesAHashOfAnotherKind() {
    assertThatThrownBy(() -> hashes.matches("x", "$argon2i$v=19$m=1,t=1,p=1$c29tZXNhbHQ$AAAA"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("kind we do not know");
  }

  @Test
  void configurationHasDefaultsAndMaps() {
    try (ApplicationContext context = ApplicationContext.run(noDatabase(Map.of()))) {
      assertThat(context.getBean(PasswordConfig.class)).isEqualTo(PasswordConfig.USUAL);
    }
    Map<String, Object> all =
        Map.of(
            "waymark.passwords.memory-kib", 1024,
            "waymark.passwords.iterations", 3,
            "waymark.passwords.parallelism", 4,
            "waymark.passwords.concurrent-hashes", 5,
            "waymark.passwords.waiting", 7,
            "waymark.passwords.patience", "6s");
    try (ApplicationContext context = ApplicationContext.run(noDatabase(all))) {
      assertThat(context.getBean(PasswordConfig.class))
          .isEqualTo(new PasswordConfig(1024, 3, 4, 5, 7, Duration.ofSeconds(6)));
    }
    assertThatThrownBy(() -> new PasswordConfig(1, 1, 1, 1, 1, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PasswordConfig(1024, 1, 1, -1, 1, Duration.ZERO))
        .hasMessageContaining("concurrent-hashes");
  }

  @Test
  void leavesHalfOfTheProcessorsToOthers() {
    assertThat(PasswordConfig.halfOf(1)).isEqualTo(1);
    assertThat(PasswordConfig.halfOf(2)).isEqualTo(1);
    assertThat(PasswordConfig.halfOf(9)).isEqualTo(4);
    assertThat(PasswordConfig.USUAL.concurrentHashes())
        .isEqualTo(PasswordConfig.halfOf(Runtime.getRuntime().availableProcessors()));
  }

  private static Map<String, Object> noDatabase(Map<String, Object> properties) {
    Map<String, Object> all = new java.util.HashMap<>(properties);
    all.put("waymark.keys", "nowhere");
    return all;
  }
}
