package io.waymark.auth.passwords;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.tenancy.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HashingTurnsTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  @Test
  void noMoreAtOnceThanThereAreTurns() throws Exception {
    HashingTurns turns = turns(2, 100, LONG);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> all = new ArrayList<>();
      for (int call = 0; call < 50; call++) {
        all.add(
            callers.submit(
                () ->
                    turns.take(
                        () -> {
                          most.accumulateAndGet(running.incrementAndGet(), Math::max);
                          for (int spin = 0; spin < 10_000; spin++) {
                            Thread.onSpinWait();
                          }
                          return running.decrementAndGet();
                        })));
      }
      for (Future<Integer> each : all) {
        assertThat(each.get()).isBetween(0, 1);
      }
    }
    assertThat(most.get()).isBetween(1, 2);
  }

  @Test
  void computesOnNoThreadThatOtherRequestsNeed() throws Exception {
    HashingTurns turns = turns(1, 0, LONG);
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> virtual =
          callers.submit(() -> turns.take(() -> Thread.currentThread().isVirtual()));
      assertThat(virtual.get()).isFalse();
    }
  }

  @Test
  void whoComesWhenTooManyWaitIsToldSoAtOnce() throws Exception {
    HashingTurns turns = turns(1, 0, LONG);
    CountDownLatch goOn = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> first = callers.submit(() -> turns.take(() -> after(begun, goOn)));
      begun.await();
      assertThatThrownBy(() -> turns.take(() -> "never"))
          .isInstanceOf(StoreUnavailableException.class)
          .hasCauseInstanceOf(RejectedExecutionException.class);
      goOn.countDown();
      assertThat(first.get()).isEqualTo("done");
    }
    assertThat(turns.take(() -> "next")).isEqualTo("next");
  }

  @Test
  void whoWaitedLongEnoughIsToldSo() throws Exception {
    HashingTurns turns = turns(1, 1, Duration.ZERO);
    CountDownLatch goOn = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> first = callers.submit(() -> turns.take(() -> after(begun, goOn)));
      begun.await();
      assertThatThrownBy(() -> turns.take(() -> "never"))
          .isInstanceOf(StoreUnavailableException.class)
          .hasCauseInstanceOf(TimeoutException.class);
      goOn.countDown();
      assertThat(first.get()).isEqualTo("done");
    }
  }

  @Test
  void whatFailsGivesItsTurnBack() {
    HashingTurns turns = turns(1, 0, LONG);
    for (int attempt = 0; attempt < 3; attempt++) {
      assertThatThrownBy(
              () ->
                  turns.take(
                      () -> {
                        throw new IllegalArgumentException("of a kind we do not know");
                      }))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(turns.take(() -> "next")).isEqualTo("next");
  }

  private static HashingTurns turns(int concurrent, int waiting, Duration patience) {
    return new HashingTurns(new PasswordConfig(1024, 1, 1, concurrent, waiting, patience));
  }

  private static String after(CountDownLatch begun, CountDownLatch goOn) {
    begun.countDown();
    try {
      goOn.await();
      return "done";
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
