package io.waymark.auth.passwords;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import io.waymark.tenancy.StoreUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.junit.jupiter.api.Test;

class Argon2HashesTest {
  private final Argon2Hashes hashes = new Argon2Hashes(PasswordConfig.USUAL);

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
  void computesOnlySoManyAtOnce() throws Exception {
    Argon2Hashes one = new Argon2Hashes(new PasswordConfig(65_536, 4, 1, 1, Duration.ofMillis(1)));
    CountDownLatch begun = new CountDownLatch(2);
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<String> first = threads.submit(() -> hashWhenAllAreHere(one, begun));
      Future<String> second = threads.submit(() -> hashWhenAllAreHere(one, begun));
      assertThat(outcome(first) + outcome(second)).contains("made").contains("told to come again");
    }
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
            "waymark.passwords.patience", "6s");
    try (ApplicationContext context = ApplicationContext.run(noDatabase(all))) {
      assertThat(context.getBean(PasswordConfig.class))
          .isEqualTo(new PasswordConfig(1024, 3, 4, 5, Duration.ofSeconds(6)));
    }
    assertThatThrownBy(() -> new PasswordConfig(1, 1, 1, 1, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Map<String, Object> noDatabase(Map<String, Object> properties) {
    Map<String, Object> all = new java.util.HashMap<>(properties);
    all.put("waymark.keys", "nowhere");
    return all;
  }

  private static String hashWhenAllAreHere(Argon2Hashes hashes, CountDownLatch begun)
      throws InterruptedException {
    begun.countDown();
    begun.await();
    return hashes.hash("correct-horse-battery");
  }

  private static String outcome(Future<String> hash) throws InterruptedException {
    try {
      return hash.get().isEmpty() ? "empty" : "made";
    } catch (java.util.concurrent.ExecutionException e) {
      return e.getCause() instanceof StoreUnavailableException ? "told to come again" : "failed";
    }
  }
}
