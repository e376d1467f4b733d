package io.waymark.edge.priming;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.crac.Core;
import org.crac.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class RandomnessTest {
  /// The generator's state as the snapshot has it is read twice, as Lambda restores two instances.
  @Test
  void twoInstancesOfOneSnapshotDrawDifferentNumbers() throws Exception {
    SecureRandom generator = SecureRandom.getInstance("SHA1PRNG");
    generator.setSeed(7); // before the first number it is the whole state
    hooks(generator).beforeCheckpoint(Core.getGlobalContext());
    byte[] snapshot = written(generator);
    assertThat(read(snapshot).nextLong())
        .as("copies that nobody renews draw the same")
        .isEqualTo(read(snapshot).nextLong());

    SecureRandom one = restored(snapshot);
    SecureRandom other = restored(snapshot);

    Set<Long> drawn = new HashSet<>();
    for (int number = 0; number < 100; number++) {
      drawn.add(one.nextLong());
      drawn.add(other.nextLong());
    }
    assertThat(drawn).hasSize(200);
  }

  private static SecureRandom restored(byte[] snapshot) throws Exception {
    SecureRandom generator = read(snapshot);
    hooks(generator).afterRestore(Core.getGlobalContext());
    return generator;
  }

  /// What Lambda calls, of a function that has nothing else to renew.
  private static Resource hooks(SecureRandom generator) {
    return new Snapshots(List.of(), List.of(), List.of(new Randomness(generator)))
        .hooks(
            _ -> {
              throw new AssertionError("nothing is asked");
            });
  }

  private static byte[] written(SecureRandom generator) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(generator);
    }
    return bytes.toByteArray();
  }

  private static SecureRandom read(byte[] snapshot) throws IOException, ClassNotFoundException {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(snapshot))) {
      return (SecureRandom) in.readObject();
    }
  }

  /// What one generator's seed being everybody's rests on.
  @Test
  @EnabledOnOs(OS.LINUX)
  void theGeneratorsOfThisPlatformShareTheOperatingSystems() {
    assertThat(new SecureRandom().getAlgorithm()).isEqualTo("NativePRNG");
  }
}
