package io.waymark.ingest;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.tenancy.installation.Kept;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IngestConfigTest {
  @Test
  void remembersEventIdsLongerThanAStreamCanDeliverThem() {
    assertThatThrownBy(() -> remembering(Kept.STREAMED.time()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("markers-kept must be longer than what a stream keeps: 24 h");
    IngestConfig _ = remembering(Kept.STREAMED.time().plusMinutes(1));
  }

  private static IngestConfig remembering(Duration markersKept) {
    return new IngestConfig(
        1,
        Duration.ofMinutes(15),
        Duration.ofMinutes(5),
        Duration.ofHours(24),
        markersKept,
        Duration.ofDays(365),
        Duration.ofDays(400),
        Set.of());
  }
}
