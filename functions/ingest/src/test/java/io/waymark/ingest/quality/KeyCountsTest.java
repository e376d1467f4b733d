package io.waymark.ingest.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class KeyCountsTest {
  @Test
  void countsFewKeysExactly() {
    KeyCounts counts = of("a", "b", "b", "b");
    assertThat(counts.distinct()).isEqualTo(2);
    assertThat(counts.topCount()).isEqualTo(3);
    assertThat(counts.entropy()).as("¾ ln 4⁄3 + ¼ ln 4").isCloseTo(0.5623351446, within(1e-9));
    assertThat(counts.gini()).as("2 (1·1 + 2·3) / (2·4) − 3⁄2").isEqualTo(0.25);
    assertThat(counts.estimated()).isFalse();
  }

  @Test
  void saysWhenAKeyBecomesTheMostFrequent() {
    KeyCounts counts = new KeyCounts();
    long one = KeyCounts.hash(1);
    long other = KeyCounts.hash(2);
    assertThat(counts.add(one)).isTrue();
    assertThat(counts.add(one)).as("it is already").isFalse();
    assertThat(counts.add(other, 2)).as("as often").isFalse();
    assertThat(counts.add(other)).isTrue();
    assertThat(counts.topCount()).isEqualTo(3);
    assertThat(counts.rows()).isEqualTo(5);
  }

  @Test
  void countsManyRowsAtOnceAsOneByOne() {
    KeyCounts single = new KeyCounts(1 << 8);
    KeyCounts many = new KeyCounts(1 << 8);
    long[] hashes = new long[1_000];
    for (int key = 0; key < hashes.length; key++) {
      hashes[key] = KeyCounts.hash((long) key);
      for (int row = 0; row < 1 + key % 6; row++) {
        single.add(hashes[key]);
      }
      many.add(hashes[key], 1 + key % 6);
    }
    many.touch(hashes, hashes.length);
    assertThat(many.rows()).isEqualTo(single.rows());
    assertThat(many.distinct()).isEqualTo(single.distinct());
    assertThat(many.entropy()).isCloseTo(single.entropy(), within(1e-9));
    assertThat(many.gini()).isEqualTo(single.gini());
    assertThat(many.topCount()).isEqualTo(single.topCount()).isEqualTo(6);
  }

  @Test
  void findsNothingWhereThereIsNothing() {
    KeyCounts none = new KeyCounts();
    assertThat(none.distinct()).isZero();
    assertThat(none.entropy()).isZero();
    assertThat(none.gini()).isZero();
  }

  @Test
  void findsNoSpreadInOneKey() {
    KeyCounts counts = of("a", "a", "a");
    assertThat(counts.distinct()).isEqualTo(1);
    assertThat(counts.entropy()).isZero();
    assertThat(counts.gini()).isZero();
  }

  @Test
  void estimatesWhereThereAreMoreKeysThanItHolds() {
    KeyCounts counts = new KeyCounts(1 << 12);
    int keys = 100_000;
    for (int row = 0; row < 2 * keys; row++) {
      counts.add(KeyCounts.hash((long) (row % keys)));
      counts.add(KeyCounts.hash(-1L));
    }
    assertThat(counts.estimated()).isTrue();
    assertThat(counts.distinct()).isCloseTo(keys + 1L, Percentage.withPercentage(6));
    assertThat(counts.topCount()).as("counted whole, sampled or not").isEqualTo(2L * keys);
  }

  @Test
  void isExactUpToItsBound() {
    KeyCounts counts = new KeyCounts(1 << 12);
    for (int key = 0; key < 1 << 12; key++) {
      counts.add(KeyCounts.hash((long) key));
    }
    assertThat(counts.distinct()).isEqualTo(1 << 12);
    assertThat(counts.estimated()).isFalse();
    assertThat(counts.entropy()).isCloseTo(Math.log(1 << 12), within(1e-9));
    assertThat(counts.gini()).isCloseTo(0, within(1e-9));
  }

  private static KeyCounts of(String... keys) {
    KeyCounts counts = new KeyCounts();
    for (String key : keys) {
      counts.add(KeyCounts.hash(key));
    }
    return counts;
  }
}
