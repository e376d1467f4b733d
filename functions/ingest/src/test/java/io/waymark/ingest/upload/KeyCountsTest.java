package io.waymark.ingest.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class KeyCountsTest {
  @Test
  void countsFewKeysExactly() {
    KeyCounts<String> counts = of("a", "b", "b", "b");
    assertThat(counts.distinct()).isEqualTo(2);
    assertThat(counts.top()).contains("b");
    assertThat(counts.topCount()).isEqualTo(3);
    assertThat(counts.entropy()).as("¾ ln 4⁄3 + ¼ ln 4").isCloseTo(0.5623351446, within(1e-9));
    assertThat(counts.gini()).as("2 (1·1 + 2·3) / (2·4) − 3⁄2").isEqualTo(0.25);
    assertThat(counts.estimated()).isFalse();
  }

  @Test
  void findsNothingWhereThereIsNothing() {
    KeyCounts<String> none = new KeyCounts<>();
    assertThat(none.distinct()).isZero();
    assertThat(none.top()).isEmpty();
    assertThat(none.entropy()).isZero();
    assertThat(none.gini()).isZero();
  }

  @Test
  void findsNoSpreadInOneKey() {
    KeyCounts<String> counts = of("a", "a", "a");
    assertThat(counts.distinct()).isEqualTo(1);
    assertThat(counts.entropy()).isZero();
    assertThat(counts.gini()).isZero();
  }

  @Test
  void estimatesWhereThereAreMoreKeysThanItHolds() {
    KeyCounts<Integer> counts = new KeyCounts<>(1 << 12);
    int keys = 100_000;
    for (int row = 0; row < 2 * keys; row++) {
      counts.add(KeyCounts.hash((long) (row % keys)), row % keys);
      counts.add(KeyCounts.hash(-1L), -1);
    }
    assertThat(counts.estimated()).isTrue();
    assertThat(counts.distinct()).isCloseTo(keys + 1L, Percentage.withPercentage(6));
    assertThat(counts.top()).contains(-1);
    assertThat(counts.topCount()).as("counted whole, sampled or not").isEqualTo(2L * keys);
  }

  @Test
  void isExactUpToItsBound() {
    KeyCounts<Integer> counts = new KeyCounts<>(1 << 12);
    for (int key = 0; key < 1 << 12; key++) {
      counts.add(KeyCounts.hash((long) key), key);
    }
    assertThat(counts.distinct()).isEqualTo(1 << 12);
    assertThat(counts.estimated()).isFalse();
    assertThat(counts.entropy()).isCloseTo(Math.log(1 << 12), within(1e-9));
    assertThat(counts.gini()).isCloseTo(0, within(1e-9));
  }

  private static KeyCounts<String> of(String... keys) {
    KeyCounts<String> counts = new KeyCounts<>();
    for (String key : keys) {
      counts.add(KeyCounts.hash(key), key);
    }
    return counts;
  }
}
