package io.waymark.edge.priming;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;

/// Keeps copies of a snapshot from drawing the same random numbers. On Linux all generators of a
/// JVM (`NativePRNG`) have one state in common and mix each number with one of the operating
/// system's, which is a copy's own; this mixes the state too, so that nothing depends on the second
/// alone. [java.util.UUID], our ids, salts and signatures draw from them.
@Singleton
final class Randomness implements Renewed {
  private static final int SEED_BYTES = 32;

  private final SecureRandom generator;

  @Inject
  Randomness() {
    this(new SecureRandom());
  }

  /// @param generator one of those that draw from the state to mix
  Randomness(SecureRandom generator) {
    this.generator = generator;
  }

  @Override
  public void renew() {
    generator.setSeed(generator.generateSeed(SEED_BYTES));
  }
}
