package io.waymark.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.tenancy.installation.Installation;
import io.waymark.testing.LocalAws;
import io.waymark.testing.LocalDynamo;
import io.waymark.testing.MovingClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HeartbeatsTest {
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

  private static final CallConfig PATIENT = new CallConfig(Duration.ofMinutes(2));

  private final MovingClock clock = new MovingClock(NOON);

  @Test
  void aBeatIsWrittenOnceAMinute() {
    Heartbeats heartbeats = heartbeats(LocalAws.INSTALLATION, "once-a-minute");
    assertThat(heartbeats.last("once-a-minute")).isEmpty();
    heartbeats.beat();
    clock.pass(Duration.ofSeconds(59));
    heartbeats.beat();
    assertThat(heartbeats.last("once-a-minute")).contains(NOON);
    clock.pass(Duration.ofSeconds(1));
    heartbeats.beat();
    assertThat(heartbeats.last("once-a-minute")).contains(NOON.plusSeconds(60));
  }

  @Test
  void aBeatThatFailedIsMadeUpForSoon() {
    Installation unready = new Installation("unready", "000000000000", "eu-central-1");
    Heartbeats heartbeats = heartbeats(unready, "made-up-for");
    heartbeats.beat();
    LocalDynamo.createTables(LocalAws.shared().dynamoDb(), unready);
    heartbeats.beat();
    assertThat(heartbeats.last("made-up-for")).as("not tried again at once").isEmpty();
    clock.pass(Duration.ofSeconds(5));
    heartbeats.beat();
    assertThat(heartbeats.last("made-up-for")).contains(NOON.plusSeconds(5));
  }

  private Heartbeats heartbeats(Installation installation, String function) {
    return new Heartbeats(LocalAws.shared().dynamoDb(), installation, clock, PATIENT, function);
  }
}
