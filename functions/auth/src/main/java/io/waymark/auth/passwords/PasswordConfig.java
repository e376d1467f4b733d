package io.waymark.auth.passwords;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/// How hard passwords are hashed. The defaults are OWASP's for Argon2id.
///
/// @param memoryKib of one hash
/// @param concurrentHashes how many at once: each takes its memory and a processor. 0 is half of
///   the processors, at least one, so that the other half serves the requests that hash nothing
/// @param waiting how many log-ins may wait for their turn; those beyond are told at once to come
///   again. The default is what is served within the patience, at 0.1 s for each
/// @param patience how long a log-in waits for its turn before it is told to come again
@ConfigurationProperties("waymark.passwords")
public record PasswordConfig(
    @Bindable(defaultValue = "19456") int memoryKib,
    @Bindable(defaultValue = "2") int iterations,
    @Bindable(defaultValue = "1") int parallelism,
    @Bindable(defaultValue = "0") int concurrentHashes,
    @Bindable(defaultValue = "100") int waiting,
    @Bindable(defaultValue = "10s") Duration patience) {
  /// The defaults.
  public static final PasswordConfig USUAL =
      new PasswordConfig(19_456, 2, 1, 0, 100, Duration.ofSeconds(10));

  public PasswordConfig {
    if (memoryKib < 8 * parallelism || iterations < 1 || parallelism < 1) {
      throw new IllegalArgumentException(
          "waymark.passwords: iterations and parallelism must be at least 1, memory-kib at least"
              + " eight times the parallelism");
    }
    if (concurrentHashes < 0 || waiting < 0 || patience.isNegative()) {
      throw new IllegalArgumentException(
          "waymark.passwords: concurrent-hashes, waiting and patience must not be negative");
    }
    concurrentHashes =
        concurrentHashes == 0
            ? halfOf(Runtime.getRuntime().availableProcessors())
            : concurrentHashes;
  }

  static int halfOf(int processors) {
    return Math.max(1, processors / 2);
  }
}
