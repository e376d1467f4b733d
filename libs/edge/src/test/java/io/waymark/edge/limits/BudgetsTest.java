package io.waymark.edge.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.edge.Logged;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import io.waymark.testing.MovingClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class BudgetsTest {
  private static final TenantId TENANT = new TenantId("demo");
  private static final Limit LIMIT = new Limit(3, 60);

  private final MovingClock clock = new MovingClock(Instant.parse("2026-03-01T10:00:20Z"));
  private final LeaseStore store = new InMemoryLeaseStore();
  private boolean down;
  private int asked;

  private final Budgets budgets =
      new Budgets(
          (tenant, window, wanted) -> {
            asked++;
            if (down) {
              throw new StoreUnavailableException(
                  "table access", new IllegalStateException("down"));
            }
            return store.take(tenant, window, wanted);
          },
          clock);

  @Test
  void saysWhatIsLeftAndUntilWhen() {
    assertThat(take(LIMIT)).isEqualTo(admitted(LIMIT, 2, 40));
    clock.pass(Duration.ofSeconds(10));
    assertThat(take(LIMIT)).isEqualTo(admitted(LIMIT, 1, 30));
    assertThat(take(LIMIT)).isEqualTo(admitted(LIMIT, 0, 30));
    assertThat(take(LIMIT))
        .isEqualTo(new Admission.Exceeded(new Quota(LIMIT, 0, Duration.ofSeconds(30))));
  }

  @Test
  void aCopyOfASnapshotTakesALeaseOfItsOwn() {
    Limit large = new Limit(10_000, 60);
    take(large);
    take(large);
    assertThat(asked).isEqualTo(1);
    budgets.renew();
    take(large);
    assertThat(asked).isEqualTo(2);
  }

  @Test
  void asksNobodyAgainWhereNothingIsLeftInTheWindow() {
    for (int request = 0; request < 4; request++) {
      take(LIMIT);
    }
    int before = asked;
    for (int request = 0; request < 100; request++) {
      assertThat(take(LIMIT)).isInstanceOf(Admission.Exceeded.class);
    }
    assertThat(asked).isEqualTo(before);
    clock.pass(Duration.ofSeconds(40));
    assertThat(take(LIMIT)).isEqualTo(admitted(LIMIT, 2, 60));
  }

  @Test
  void asksOnceForMany() {
    Limit large = new Limit(250_000, 60);
    for (int request = 0; request < 10_000; request++) {
      take(large);
    }
    assertThat(asked).isEqualTo(10);
  }

  @Test
  void aChangedLimitHoldsFromTheNextRequest() {
    for (int request = 0; request < 4; request++) {
      take(LIMIT);
    }
    Limit raised = new Limit(5, 60);
    assertThat(take(raised)).isEqualTo(admitted(raised, 1, 40));
    Limit lowered = new Limit(2, 60);
    assertThat(take(lowered)).isInstanceOf(Admission.Exceeded.class);
  }

  @Test
  void requestsPassWhileNobodyKnowsAndOneWarningIsLogged() {
    down = true;
    List<String> warnings = new ArrayList<>();
    try (Logged _ = Logged.of(Budgets.class, event -> warnings.add(event.getFormattedMessage()))) {
      for (int request = 0; request < 100; request++) {
        assertThat(take(LIMIT)).isEqualTo(new Admission.Uncounted());
      }
      assertThat(asked).as("nobody waits again until the pause is over").isEqualTo(1);
      clock.pass(Budgets.PAUSE);
      assertThat(take(LIMIT)).isEqualTo(new Admission.Uncounted());
      assertThat(asked).isEqualTo(2);
      assertThat(warnings)
          .containsExactly(
              "requests are not limited until leases can be had again: table access is unavailable:"
                  + " java.lang.IllegalStateException: down");

      down = false;
      clock.pass(Budgets.PAUSE);
      assertThat(take(LIMIT)).isEqualTo(admitted(LIMIT, 2, 30));
      down = true;
      assertThat(take(LIMIT)).isEqualTo(new Admission.Uncounted());
      assertThat(warnings).as("a new outage").hasSize(2);
    }
  }

  /// Else each of those that queue would wait for the store's time limit, one after the other.
  @Test
  void whoQueuedBehindARequestThatGotNoAnswerAsksNobody() throws InterruptedException {
    AtomicInteger leases = new AtomicInteger();
    AtomicReference<Admission> second = new AtomicReference<>();
    AtomicReference<Budgets> shared = new AtomicReference<>();
    Thread queued = new Thread(() -> second.set(shared.get().take(TENANT, "recommend", LIMIT)));
    shared.set(
        new Budgets(
            (_, _, _) -> {
              if (leases.incrementAndGet() == 1) {
                queued.start();
                while (queued.getState() != Thread.State.BLOCKED) {
                  Thread.onSpinWait();
                }
              }
              throw new StoreUnavailableException(
                  "table access", new IllegalStateException("down"));
            },
            clock));
    assertThat(shared.get().take(TENANT, "recommend", LIMIT)).isEqualTo(new Admission.Uncounted());
    queued.join();
    assertThat(second.get()).isEqualTo(new Admission.Uncounted());
    assertThat(leases).hasValue(1);
  }

  private Admission take(Limit limit) {
    return budgets.take(TENANT, "recommend", limit);
  }

  private static Admission admitted(Limit limit, long remaining, long seconds) {
    return new Admission.Admitted(new Quota(limit, remaining, Duration.ofSeconds(seconds)));
  }
}
