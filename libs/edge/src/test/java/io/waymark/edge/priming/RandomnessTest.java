package io.waymark.edge.priming;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class RandomnessTest {
  /// Two generators of one state stand for two copies of one snapshot.
  @Test
  void copiesOfOneStateDrawDifferentNumbersOnceRenewed() throws NoSuchAlgorithmException {
    SecureRandom one = inTheSnapshot();
    SecureRandom other = inTheSnapshot();
    assertThat(one.nextLong()).isEqualTo(other.nextLong());
    Randomness.renew(one);
    Randomness.renew(other);
    Set<Long> drawn = new HashSet<>();
    for (int number = 0; number < 100; number++) {
      drawn.add(one.nextLong());
      drawn.add(other.nextLong());
    }
    assertThat(drawn).hasSize(200);
  }

  /// What one generator's seed being everybody's rests on.
  @Test
  @EnabledOnOs(OS.LINUX)
  void theGeneratorsOfThisPlatformShareTheOperatingSystems() {
    assertThat(new SecureRandom().getAlgorithm()).isEqualTo("NativePRNG");
  }

  private static SecureRandom inTheSnapshot() throws NoSuchAlgorithmException {
    SecureRandom generator = SecureRandom.getInstance("SHA1PRNG");
    generator.setSeed(7); // before the first number it is the whole state
    return generator;
  }
}
