package io.waymark.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import org.junit.jupiter.api.Test;

class DailyScheduleTest {
  @Test
  void comesAtItsTimeOfTheDay() {
    assertThat(untilThree("2026-01-31T02:59:59.900Z")).isEqualTo(Duration.ofMillis(100));
    assertThat(untilThree("2026-01-31T03:00:00Z")).isEqualTo(Duration.ofDays(1));
    assertThat(untilThree("2026-01-31T03:00:01Z")).isEqualTo(Duration.ofDays(1).minusSeconds(1));
    assertThat(untilThree("2026-01-31T00:00:00Z")).isEqualTo(Duration.ofHours(3));
  }

  private static Duration untilThree(String now) {
    return DailySchedule.until(LocalTime.of(3, 0), Instant.parse(now));
  }
}
