package io.waymark.auth.passwords;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/// How hard passwords are hashed. The defaults are OWASP's for Argon2id.
///
/// @param memoryKib of one hash
/// @param concurrentHashes how many at once: each takes its memory and a processor
/// @param patience how long a log-in waits for its turn before it is told to come again
@ConfigurationProperties("waymark.passwords")
public record PasswordConfig(
    @Bindable(defaultValue = "19456") int memoryKib,
    @Bindable(defaultValue = "2") int iterations,
    @Bindable(defaultValue = "1") int parallelism,
    @Bindable(defaultValue = "2") int concurrentHashes,
    @Bindable(defaultValue = "3s") Duration patience) {
  /// The defaults.
  public static final PasswordConfig USUAL =
      new PasswordConfig(19_456, 2, 1, 2, Duration.ofSeconds(3));

  public PasswordConfig {
    if (memoryKib < 8 * parallelism || iterations < 1 || parallelism < 1 || concurrentHashes < 1) {
      throw new IllegalArgumentException(
          "waymark.passwords: iterations, parallelism and concurrent-hashes must be at least 1,"
              + " memory-kib at least eight times the parallelism");
    }
  }
}
