package io.waymark.recommend.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.edge.notes.AuditNote;
import io.waymark.recommend.experiments.RunningExperiments.Lookup;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import io.waymark.testing.MovingClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RunningExperimentsTest {
  private static final TenantId SHOP = new TenantId("shop");
  private static final Duration INTERVAL = Duration.ofSeconds(2);

  private final InMemoryExperimentStore store = new InMemoryExperimentStore();
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicBoolean down = new AtomicBoolean();
  private final ExperimentStore counting =
      new ExperimentStore() {
        @Override
        public ExperimentState find(TenantId tenant) {
          asked.incrementAndGet();
          if (down.get()) {
            throw new StoreUnavailableException("table models", new IllegalStateException("down"));
          }
          return store.find(tenant);
        }

        @Override
        public List<BegunExperiment> begun(TenantId tenant) {
          return store.begun(tenant);
        }

        @Override
        public boolean replace(TenantId tenant, ExperimentState next, AuditNote note) {
          return store.replace(tenant, next, note);
        }
      };
  private final MovingClock clock = new MovingClock(Instant.parse("2026-05-01T12:00:00Z"));
  private final RunningExperiments running = new RunningExperiments(counting, clock, INTERVAL);

  private void begin() {
    assertThat(
            store.replace(
                SHOP, ExperimentStoreContract.state(1), ExperimentStoreContract.note("trial")))
        .isTrue();
  }

  @Test
  void seeAChangeAfterTheIntervalAndAskNoSooner() {
    assertThat(running.of(SHOP)).isEqualTo(new Lookup.Known(Optional.empty()));
    begin();
    clock.pass(INTERVAL.minusMillis(1));
    assertThat(running.of(SHOP)).isEqualTo(new Lookup.Known(Optional.empty()));
    assertThat(asked).hasValue(1);
    clock.pass(Duration.ofMillis(1));
    assertThat(running.of(SHOP))
        .isEqualTo(new Lookup.Known(ExperimentStoreContract.state(1).running()));
    assertThat(asked).hasValue(2);
  }

  @Test
  void askAtOnceAfterAChangeOfTheirOwn() {
    Lookup _ = running.of(SHOP);
    begin();
    running.askAgain(SHOP);
    assertThat(running.of(SHOP))
        .isEqualTo(new Lookup.Known(ExperimentStoreContract.state(1).running()));
  }

  @Test
  void sayThatTheStoreIsDownAndTryAgain() {
    begin();
    down.set(true);
    assertThat(running.of(SHOP)).isEqualTo(new Lookup.Unavailable());
    assertThat(running.of(SHOP)).isEqualTo(new Lookup.Unavailable());
    assertThat(asked).hasValue(1);
    down.set(false);
    clock.pass(INTERVAL);
    assertThat(running.of(SHOP))
        .isEqualTo(new Lookup.Known(ExperimentStoreContract.state(1).running()));
  }

  @Test
  void keepWhatTheStoreSaidLastWhileItIsDown() {
    begin();
    Lookup before = running.of(SHOP);
    assertThat(before).isInstanceOf(Lookup.Known.class);
    down.set(true);
    clock.pass(INTERVAL);
    assertThat(running.of(SHOP)).isEqualTo(before);
    assertThat(asked).hasValue(2);
  }

  @Test
  void forgetTenantsThatAskNoMore() {
    for (int tenant = 0; tenant < RunningExperiments.MOST_TENANTS; tenant++) {
      Lookup _ = running.of(new TenantId("shop-" + tenant));
    }
    clock.pass(INTERVAL);
    Lookup _ = running.of(SHOP);
    assertThat(running.tenants()).isEqualTo(1);
  }
}
