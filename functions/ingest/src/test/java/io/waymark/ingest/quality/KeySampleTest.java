package io.waymark.ingest.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class KeySampleTest {
  @Test
  void comparesFewKeysExactly() {
    assertThat(sample(0, 200).shareIn(sample(150, 1000))).hasValue(0.25);
    assertThat(sample(0, 200).shareIn(sample(0, 200))).hasValue(1);
    assertThat(sample(0, 200).shareIn(sample(200, 400))).hasValue(0);
  }

  @Test
  void estimatesTheShareOfMany() {
    double share = sample(0, 100_000).shareIn(sample(70_000, 200_000)).orElseThrow();
    assertThat(share).isCloseTo(0.3, within(0.05));
  }

  @Test
  void saysNothingOfTooFewKeys() {
    assertThat(sample(0, 49).shareIn(sample(0, 49))).isEmpty();
    assertThat(sample(0, 1000).shareIn(sample(0, 1_000_000)))
        .as("two of the thousand are among the sampled")
        .isEmpty();
  }

  @Test
  void keepsNoMoreThanItMay() {
    assertThat(sample(0, 10_000).hashes()).hasSize(KeySample.MOST).isSorted();
    assertThat(new KeySample(KeySample.MOST, sample(0, 10_000).hashes()).hashes())
        .isEqualTo(sample(0, 10_000).hashes());
  }

  private static KeySample sample(long from, long to) {
    KeySample sample = new KeySample();
    LongStream.range(from, to).map(KeyCounts::hash).forEach(sample::add);
    return sample;
  }
}
