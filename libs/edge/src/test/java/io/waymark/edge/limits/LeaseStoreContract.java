package io.waymark.edge.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.edge.limits.LeaseStore.Lease;
import io.waymark.tenancy.TenantId;
import io.waymark.testing.MovingClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every kind of store does, and what ten instances make of it together.
abstract class LeaseStoreContract {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00.500Z");
  private static final int INSTANCES = 10;

  private final LeaseStore store = store();
  private final TenantId tenant = new TenantId("t" + UUID.randomUUID());
  private final MovingClock clock = new MovingClock(NOW);
  private final AtomicInteger writes = new AtomicInteger();

  abstract LeaseStore store();

  @Test
  void leasesUntilNothingIsLeft() {
    Window window = Window.at(NOW, "recommend", new Limit(10, 60));
    assertThat(store.take(tenant, window, 6)).isEqualTo(new Lease.Granted(4));
    assertThat(store.take(tenant, window, 5)).isEqualTo(new Lease.TooMany(4));
    assertThat(store.take(tenant, window, 4)).isEqualTo(new Lease.Granted(0));
    assertThat(store.take(tenant, window, 1)).isEqualTo(new Lease.TooMany(0));
  }

  @Test
  void countsEachWindowNameAndTenantByItself() {
    Limit limit = new Limit(10, 60);
    Window window = Window.at(NOW, "recommend", limit);
    assertThat(store.take(tenant, window, 10)).isEqualTo(new Lease.Granted(0));
    Lease.Granted fresh = new Lease.Granted(9);
    assertThat(store.take(tenant, Window.at(NOW.plusSeconds(60), "recommend", limit), 1))
        .isEqualTo(fresh);
    assertThat(store.take(tenant, Window.at(NOW, "recommend:key:1", limit), 1)).isEqualTo(fresh);
    assertThat(store.take(new TenantId(tenant + "x"), window, 1)).isEqualTo(fresh);
  }

  @Test
  void keepsItsCountWhereALimitIsChanged() {
    assertThat(store.take(tenant, Window.at(NOW, "train", new Limit(10, 60)), 8))
        .isEqualTo(new Lease.Granted(2));
    assertThat(store.take(tenant, Window.at(NOW, "train", new Limit(5, 60)), 1))
        .isEqualTo(new Lease.TooMany(-3));
    assertThat(store.take(tenant, Window.at(NOW, "train", new Limit(20, 60)), 10))
        .isEqualTo(new Lease.Granted(2));
  }

  @Test
  void tenInstancesServeALimitWithinFivePercent() throws Exception {
    List<Budgets> instances = instances();
    for (long limit : new long[] {100, 1_000, 5_000}) {
      for (int window = 0; window < 2; window++) {
        writes.set(0);
        clock.pass(Duration.ofMinutes(1));
        assertWithinFivePercent(limit, together(instances, new Limit(limit, 60)));
        assertThat(writes.get()).isLessThanOrEqualTo(300 + INSTANCES * 6);
      }
    }
  }

  @Test
  void instancesWithoutMoreToDoKeepLittleFromTheOneThatHas() {
    List<Budgets> instances = instances();
    for (long limit : new long[] {100, 1_000, 5_000}) {
      clock.pass(Duration.ofMinutes(1));
      long served = 0;
      for (Budgets instance : instances.subList(1, INSTANCES)) {
        served += served(instance, new Limit(limit, 60), 1);
      }
      served += served(instances.getFirst(), new Limit(limit, 60), 2 * limit);
      assertWithinFivePercent(limit, served);
    }
  }

  private static void assertWithinFivePercent(long limit, long served) {
    assertThat((double) served).isBetween(0.95 * limit, 1.05 * limit);
  }

  /// Of twice the limit, unevenly.
  private long together(List<Budgets> instances, Limit limit)
      throws InterruptedException, ExecutionException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Long>> demands = new ArrayList<>();
      for (int each = 0; each < INSTANCES; each++) {
        Budgets instance = instances.get(each);
        long asked = (each + 1) * limit.requests() / 25;
        demands.add(() -> served(instance, limit, asked));
      }
      long served = 0;
      for (Future<Long> each : threads.invokeAll(demands)) {
        served += each.get();
      }
      return served;
    }
  }

  private long served(Budgets instance, Limit limit, long asked) {
    long served = 0;
    for (long request = 0; request < asked; request++) {
      if (instance.take(tenant, "recommend", limit) instanceof Admission.Admitted) {
        served++;
      }
    }
    return served;
  }

  private List<Budgets> instances() {
    LeaseStore counted =
        (whose, window, wanted) -> {
          writes.incrementAndGet();
          return store.take(whose, window, wanted);
        };
    return IntStream.range(0, INSTANCES).mapToObj(_ -> new Budgets(counted, clock)).toList();
  }
}
