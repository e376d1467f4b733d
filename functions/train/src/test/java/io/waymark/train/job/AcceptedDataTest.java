package io.waymark.train.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class AcceptedDataTest {
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  @Test
  void growsWithEachFileAndNotByCompaction() {
    AcceptedData three = AcceptedData.NONE.and(1, NOON).and(1, NOON.plusSeconds(9)).and(1, NOON);
    AcceptedData one = AcceptedData.NONE.and(3, NOON.plusSeconds(9));
    assertThat(one).isEqualTo(three);
    assertThat(one.hasMoreThan(three)).isFalse();
    assertThat(one.and(1, NOON).hasMoreThan(three)).isTrue();
    assertThat(new AcceptedData(1, NOON.plusSeconds(10)).hasMoreThan(three)).isTrue();
    assertThat(new AcceptedData(2, NOON.plusSeconds(9)).hasMoreThan(three)).isFalse();
  }
}
