package io.waymark.auth.attempts;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.edge.SourceAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every kind of store does.
abstract class AttemptStoreContract {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00.123Z");
  private static final Allowance THREE = new Allowance(3, Duration.ofSeconds(10));
  private static final int THREADS = 16;

  private final AttemptStore store = store();
  private final String email = UUID.randomUUID() + "@shop.test";
  private final AttemptKey pair = AttemptKey.ofPair(email, SourceAddress.UNKNOWN);
  private final AttemptKey account = AttemptKey.ofAccount(email);

  abstract AttemptStore store();

  @Test
  void keepsAHistory() {
    History one = new History(1, NOW, Instant.EPOCH);
    History two = new History(2, NOW.plusSeconds(4), NOW.plusSeconds(9));
    assertThat(store.history(pair)).isEqualTo(History.NONE);
    assertThat(store.replace(pair, History.NONE, one)).isTrue();
    assertThat(store.history(pair)).isEqualTo(one);
    assertThat(store.replace(pair, History.NONE, two)).isFalse();
    assertThat(store.replace(pair, one, two)).isTrue();
    assertThat(store.replace(pair, one, two)).isFalse();
    assertThat(store.history(pair)).isEqualTo(two);
    assertThat(store.replace(pair, two, History.NONE)).isTrue();
    assertThat(store.replace(pair, History.NONE, one)).isTrue();
    assertThat(store.history(AttemptKey.ofPair("x" + email, SourceAddress.UNKNOWN)))
        .isEqualTo(History.NONE);
  }

  @Test
  void givesWhatAnAllowanceHasAndSaysWhenThereIsMore() {
    for (int each = 0; each < 3; each++) {
      assertThat(store.take(account, THREE, NOW)).isEmpty();
    }
    assertThat(store.take(account, THREE, NOW)).hasValue(Duration.ofSeconds(10));
    assertThat(store.take(account, THREE, NOW.plusSeconds(9))).hasValue(Duration.ofSeconds(1));
    assertThat(store.take(account, THREE, NOW.plusSeconds(10))).isEmpty();
    assertThat(store.take(account, THREE, NOW.plusSeconds(10))).isPresent();
    assertThat(store.take(AttemptKey.ofAccount("x" + email), THREE, NOW)).isEmpty();
  }

  @Test
  void neverGivesMoreThanTheWholeHoweverLongNothingWasTaken() {
    assertThat(store.take(account, THREE, NOW)).isEmpty();
    Instant later = NOW.plus(Duration.ofDays(9));
    assertThat(IntStream.range(0, 9).filter(_ -> store.take(account, THREE, later).isEmpty()))
        .hasSize(3);
  }

  @Test
  void takesBackWhatWasTaken() {
    store.giveBack(account, THREE);
    for (int each = 0; each < 20; each++) {
      assertThat(store.take(account, THREE, NOW)).isEmpty();
      store.giveBack(account, THREE);
    }
    assertThat(IntStream.range(0, 9).filter(_ -> store.take(account, THREE, NOW).isEmpty()))
        .hasSize(3);
  }

  @Test
  void ofManyAtOnceJustTheAllowancePassesAndOneReplaces() throws Exception {
    Callable<Boolean> take = () -> store.take(account, THREE, NOW).isEmpty();
    assertThat(together(take)).isEqualTo(3);
    History one = new History(1, NOW, Instant.EPOCH);
    assertThat(together(() -> store.replace(pair, History.NONE, one))).isEqualTo(1);
  }

  private static long together(Callable<Boolean> call)
      throws InterruptedException, ExecutionException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Boolean>> calls = IntStream.range(0, THREADS).mapToObj(_ -> call).toList();
      long yes = 0;
      for (Future<Boolean> each : threads.invokeAll(calls)) {
        yes += each.get() ? 1 : 0;
      }
      return yes;
    }
  }
}
