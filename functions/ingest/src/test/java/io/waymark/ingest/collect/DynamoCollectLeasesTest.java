package io.waymark.ingest.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.ingest.Instance;
import io.waymark.tenancy.TenantId;
import io.waymark.testing.LocalAws;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DynamoCollectLeasesTest {
  private static final Instant NOW = Instant.parse("2026-02-02T03:00:00Z");
  private static final Instant UNTIL = NOW.plus(Duration.ofMinutes(15));

  private final TenantId tenant = Instance.shared().newCaller().tenant();
  private final TenantId other = Instance.shared().newCaller().tenant();
  private final CollectLeases leases = leases(Optional.empty());

  @Test
  void givesATenantsLeaseToOneAtATime() {
    assertThat(leases.take(tenant, "one", NOW, UNTIL)).isTrue();
    assertThat(leases.take(tenant, "two", UNTIL.minusMillis(1), UNTIL.plusSeconds(9))).isFalse();
    assertThat(leases.take(other, "two", NOW, UNTIL)).isTrue();
    leases.release(tenant, "two");
    assertThat(leases.take(tenant, "two", NOW, UNTIL)).isFalse();
    leases.release(tenant, "one");
    assertThat(leases.take(tenant, "two", NOW, UNTIL)).isTrue();
  }

  @Test
  void lapsesWhenItsHolderWasStopped() {
    assertThat(leases.take(tenant, "one", NOW, UNTIL)).isTrue();
    assertThat(leases.take(tenant, "two", UNTIL, UNTIL.plusSeconds(9))).isTrue();
    leases.release(tenant, "one");
    assertThat(leases.take(tenant, "three", UNTIL, UNTIL.plusSeconds(9))).isFalse();
  }

  @Test
  void bindsNobodyWhereItsHolderEndedBeforeThisProcessBegan() {
    assertThat(leases.take(tenant, "one", NOW, UNTIL)).isTrue();
    assertThat(leases(Optional.of(NOW)).take(tenant, "two", NOW, UNTIL)).isFalse();
    assertThat(leases(Optional.of(NOW.plusSeconds(1))).take(tenant, "two", NOW, UNTIL)).isTrue();
  }

  @Test
  @DisplayName("I19: of two runs at once the second says so and touches nothing")
  void letsOneRunCollectATenant() {
    Instant now = Clock.systemUTC().instant();
    assertThat(leases.take(tenant, "one", now, now.plus(Duration.ofHours(1)))).isTrue();
    assertThatThrownBy(() -> Instance.shared().collect(tenant))
        .hasStackTraceContaining("the days of " + tenant + " are collected by another run");
    leases.release(tenant, "one");
    assertThat(Instance.shared().collect(tenant)).contains("\"done\":true");
    assertThat(leases.take(tenant, "two", now, now.plusSeconds(1)))
        .as("what was collected gave its lease back")
        .isTrue();
  }

  private static CollectLeases leases(Optional<Instant> aloneSince) {
    return new DynamoCollectLeases(LocalAws.shared().dynamoDb(), LocalAws.INSTALLATION, aloneSince);
  }
}
